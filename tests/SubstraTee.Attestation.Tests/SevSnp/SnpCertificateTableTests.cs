using System.Buffers.Binary;
using SubstraTee.Attestation.Tests.Simulation;
using SubstraTee.Simulation;

namespace SubstraTee.Attestation.Tests.SevSnp;

public class SnpCertificateTableTests
{
    private const string Vcek = "63da758d-e664-4564-adc5-f4b93be8accd";
    private const string Vlek = "a8074bc2-a25a-483e-aae6-39c045a0b8a1";
    private const string Ask = "4ab7b379-bbac-4fe4-a02f-05aef327c782";
    private const string Ark = "c0b406a4-a803-4952-9743-3fb6014cd0ae";
    private const string Crl = "92f81bc3-5811-4d3d-97ff-d19f88dc67ea";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_report_is_verified_with_the_certificates_that_came_with_it(bool bigEndian)
    {
        using var seed = Mint.Seed(71);
        var root = Mint.SnpRoot();
        using var machine = new SimulatedSnpMachine(root, seed, Mint.Tcb, Mint.Validity);
        var table = Table(bigEndian, (Vcek, machine.Vek), (Ask, root.Ask), (Ark, root.Ark), (Crl, root.Crl(Mint.CrlValidity)));

        Assert.True(SnpCertificateTable.TryRead(table, out var collateral, out _, out var detail), detail);

        Judge.Accepted(Judge.Verify(EvidenceKind.SevSnp, machine.Report(Mint.SnpReport()), collateral, root.Anchor));
    }

    [Fact]
    public void An_empty_table_has_no_certificates_and_unknown_entries_are_passed_over()
    {
        Assert.True(SnpCertificateTable.TryRead(default, out var none, out _, out _));
        Assert.True(none.Vek.IsEmpty);
        Assert.True(SnpCertificateTable.TryRead(Table(true), out none, out _, out _));
        Assert.True(none.Ark.IsEmpty);
        Assert.True(SnpCertificateTable.TryRead(Table(true, ("11111111-2222-3333-4444-555555555555", [1]), (Vlek, [2, 3])), out var some, out _, out _));
        Assert.Equal([2, 3], some.Vek.ToArray());
    }

    [Fact]
    public void Tables_that_lie_about_themselves_are_refused()
    {
        void Refused(byte[] table)
        {
            Assert.False(SnpCertificateTable.TryRead(table, out _, out var reason, out var detail));
            Assert.Equal(RefusalReason.SnpCertificateTableMalformed, reason);
            Assert.NotEmpty(detail);
        }

        var good = Table(true, (Vcek, [1, 2, 3]));
        for (var length = 1; length < 48; length++)
        {
            Refused(good[..length]);
        }

        Refused(Table(true, (Vcek, [1]), (Vcek, [2])));
        Refused(Table(true, (Vcek, [1]), (Vlek, [2])));
        Refused(Table(true, [.. Enumerable.Range(0, 40).Select(i => ($"{i:x8}-0000-0000-0000-000000000001", new byte[1]))]));
        Refused(new byte[200_000]);
        foreach (var (at, value) in new[] { (16, 0xFFFFFFFF), (20, 0xFFFFFFFF), (16, 52u), (20, 100u) })
        {
            var changed = good.ToArray();
            BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(at), value);
            Refused(changed);
        }
    }

    private static byte[] Table(bool bigEndian, params (string Guid, byte[] Contents)[] entries)
    {
        var table = new byte[24 * (entries.Length + 1)];
        var contents = new List<byte>();
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = table.AsSpan(24 * i);
            new Guid(entries[i].Guid).ToByteArray(bigEndian).CopyTo(entry);
            BinaryPrimitives.WriteInt32LittleEndian(entry[16..], table.Length + contents.Count);
            BinaryPrimitives.WriteInt32LittleEndian(entry[20..], entries[i].Contents.Length);
            contents.AddRange(entries[i].Contents);
        }

        return [.. table, .. contents];
    }
}
