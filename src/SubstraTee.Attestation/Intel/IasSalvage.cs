namespace SubstraTee.Attestation.Intel;

/// <summary>What can still be shown of a report that is refused, for whoever has to find out why; never to decide by.</summary>
internal static class IasSalvage
{
    // The Netscape comment's object identifier in DER.
    private static ReadOnlySpan<byte> CommentOid => [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x86, 0xF8, 0x42, 0x01, 0x0D];

    /// <summary>Looks for a report in bytes that are no certificate.</summary>
    public static void Note(ReadOnlyMemory<byte> evidence, DiagnosticsBuilder notes)
    {
        if (!notes.Enabled)
        {
            return;
        }

        notes.Add("x509", "unparsable");
        var oid = evidence.Span.IndexOf(CommentOid);
        if (oid < 0)
        {
            return;
        }

        var rest = evidence[(oid + CommentOid.Length)..];
        var start = rest.Span.IndexOf((byte)'{');
        var end = rest.Span.IndexOf((byte)'|');
        if (start >= 0 && end > start)
        {
            NoteBody(rest[start..end], notes);
        }
    }

    /// <summary>Notes down what a body says, if it is one.</summary>
    public static void NoteBody(ReadOnlyMemory<byte> body, DiagnosticsBuilder notes)
    {
        if (!notes.Enabled)
        {
            return;
        }

        try
        {
            IasBody.Parse(body).Note(notes);
        }
        catch (RefusalException refusal)
        {
            notes.Add("body", refusal.Reason.Code());
        }
    }
}
