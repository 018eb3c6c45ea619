using System.Security.Cryptography;
using System.Text;
using SubstraTee.Attestation;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Program;

/// <summary>What an SGX enclave under Gramine learns from its library OS: its measurement, quotes, and its sealing key.</summary>
/// <remarks>
/// Gramine documentation, "Attestation and secret provisioning". The files are shared by the process's threads, so what comes
/// back is compared with what was asked for.
/// </remarks>
internal sealed class Gramine(IGramineFiles files, Retry retry) : IEvidenceSource
{
    private const string AttestationType = "attestation_type";
    private const string UserReportData = "user_report_data";
    private const string SealingKeyFile = "keys/_sgx_mrenclave";

    private const int TargetInfoLength = 512;
    private const int ReportLength = 432;
    private const int MrEnclaveOffset = 64;
    private const int MrEnclaveLength = 32;
    private const int BodyReportDataOffset = 320;
    private const int QuoteBodyOffset = 48;
    private const int MinQuoteLength = 436;
    private const int MaxQuoteLength = 16 * 1024;
    private const int SealingKeyLength = 16;
    private const int MaxTextLength = 64;

    /// <summary>The running Gramine's.</summary>
    public static Gramine Real { get; } = new(new GramineFiles(GramineFiles.DefaultFolder), Retry.Real);

    /// <summary>MRENCLAVE, from a report that the processor makes for this enclave itself.</summary>
    /// <exception cref="PlatformException">This is no SGX enclave.</exception>
    public Measurement ReadMeasurement()
    {
        var target = Read("my_target_info", TargetInfoLength, TargetInfoLength);
        Write("target_info", target);
        Write(UserReportData, new byte[ReportData.Length]);
        var report = Read("report", ReportLength, ReportLength);
        return new Measurement(MeasurementFamily.Sgx, report.AsSpan(MrEnclaveOffset, MrEnclaveLength));
    }

    /// <summary>The key that the processor derives for this MRENCLAVE on this machine, 16 bytes.</summary>
    /// <exception cref="PlatformException">There is none.</exception>
    public SecretBytes ReadSealingKey()
    {
        var key = Read(SealingKeyFile, SealingKeyLength, SealingKeyLength);
        var secret = new SecretBytes(key);
        var isZero = !key.AsSpan().ContainsAnyExcept((byte)0);
        CryptographicOperations.ZeroMemory(key);
        return isZero ? throw new PlatformException($"{GramineFiles.DefaultFolder}/{SealingKeyFile} holds zeros: this is not SGX") : secret;
    }

    /// <inheritdoc/>
    public PlatformEvidence Collect(ReadOnlySpan<byte> reportData)
    {
        ReportData.Check(reportData);
        CheckType();
        var data = reportData.ToArray();
        return retry.Run(() => TryQuote(data))
            ?? throw new PlatformException(
                $"Gramine gave no quote over this enclave's data in {Retry.Attempts} attempts; is the quoting service (aesmd) up, and does nothing else write {UserReportData}?");
    }

    private PlatformEvidence? TryQuote(byte[] reportData)
    {
        Write(UserReportData, reportData);
        var error = files.Read("quote", MaxQuoteLength, out var quote);
        if (error.IsTransient())
        {
            return null;
        }

        if (error != Errno.None)
        {
            throw Failed("reading quote", error);
        }

        if (quote.Length < MinQuoteLength)
        {
            throw new PlatformException($"Gramine's quote has {quote.Length} bytes");
        }

        return quote.AsSpan(QuoteBodyOffset + BodyReportDataOffset, ReportData.Length).SequenceEqual(reportData)
            ? new PlatformEvidence(EvidenceKind.SgxDcap, quote, [])
            : null;
    }

    private void CheckType()
    {
        var type = Encoding.ASCII.GetString(Read(AttestationType, 1, MaxTextLength)).TrimEnd('\0', '\n');
        if (type != "dcap")
        {
            throw new PlatformException(type switch
            {
                "none" => "the manifest has no remote attestation: set sgx.remote_attestation = \"dcap\"",
                "epid" => "the manifest asks for EPID, whose service has ended: set sgx.remote_attestation = \"dcap\"",
                _ => $"Gramine has the attestation type '{type}'; this build knows dcap",
            });
        }
    }

    private byte[] Read(string name, int minLength, int maxLength)
    {
        var error = files.Read(name, maxLength, out var value);
        if (error != Errno.None)
        {
            throw Failed($"reading {name}", error);
        }

        return value.Length >= minLength
            ? value
            : throw new PlatformException($"{GramineFiles.DefaultFolder}/{name} has {value.Length} bytes instead of {minLength}");
    }

    private void Write(string name, ReadOnlySpan<byte> value)
    {
        var error = files.Write(name, value);
        if (error != Errno.None)
        {
            throw Failed($"writing {name}", error);
        }
    }

    private static PlatformException Failed(string what, Errno error) => new(
        error == Errno.NoEntry
            ? $"{GramineFiles.DefaultFolder}: {what}: not there ({error.Text()}); the enclave runs outside of gramine-sgx, or the key's name is wrong"
            : $"{GramineFiles.DefaultFolder}: {what}: {error.Text()}");
}
