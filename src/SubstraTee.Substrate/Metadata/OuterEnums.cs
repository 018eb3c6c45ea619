namespace SubstraTee.Substrate;

/// <summary>The types of everything that a runtime can do, report and refuse.</summary>
/// <param name="CallType">All calls.</param>
/// <param name="EventType">All events.</param>
/// <param name="ErrorType">All errors.</param>
public sealed record OuterEnums(uint CallType, uint EventType, uint ErrorType);
