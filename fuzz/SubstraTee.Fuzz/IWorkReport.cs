namespace SubstraTee.Fuzz;

/// <summary>A target that can tell how much it did.</summary>
public interface IWorkReport
{
    /// <summary>One line.</summary>
    string Report();
}
