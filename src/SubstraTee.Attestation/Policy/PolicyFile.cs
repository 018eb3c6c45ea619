using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Attestation.Json;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation;

/// <summary>The file form of <see cref="AttestationPolicy"/>: what it says is checked to the last member.</summary>
internal static class PolicyFile
{
    private const int MaxValueLength = 128;

    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out AttestationPolicy? policy, out string error)
    {
        try
        {
            policy = Read(new JsonMembers(StrictJson.Parse(json, JsonLimits.Default), ""));
            error = "";
            return true;
        }
        catch (JsonFaultException fault)
        {
            policy = null;
            error = fault.Message;
            return false;
        }
    }

    private static AttestationPolicy Read(JsonMembers file)
    {
        if (file.Number("version", uint.MaxValue) is not 1)
        {
            throw file.Fault("version", "has to be 1");
        }

        // Rules of the whole file are what kinds start from.
        var common = ReadCommon(file, new KindPolicy());
        var kinds = ImmutableDictionary.CreateBuilder<EvidenceKind, KindPolicy>();
        var list = file.Inner("kinds") ?? throw file.Fault("kinds", "is missing: name the kinds of evidence that are accepted");
        foreach (var (name, value) in list.Entries())
        {
            if (!EvidenceKinds.TryParse(name, out var kind))
            {
                throw list.Fault(name, $"is no kind of evidence; known are {string.Join(", ", EvidenceKinds.All.Select(one => one.Text()))}");
            }

            kinds.Add(kind, ReadKind(kind, new JsonMembers(value, list.PathOf(name)), common));
        }

        var policy = new AttestationPolicy
        {
            Name = file.Text("name", "default"),
            AcceptTestAnchors = file.Flag("accept_test_anchors", otherwise: false),
            AllowedSkips = [.. Choices<SkippableCheck>(file, "allow_skipped", SkippableChecks.TryParse, SkippableChecks.All.Select(one => one.Text())) ?? []],
            Kinds = kinds.ToImmutable(),
        };
        file.Done();
        return policy;
    }

    private static KindPolicy ReadCommon(JsonMembers members, KindPolicy start) => start with
    {
        AcceptedTcb = ReadTcb(members) ?? start.AcceptedTcb,
        AcceptedAdvisories = members.Texts("accept_advisories") is { } advisories
            ? advisories.ToImmutableHashSet(StringComparer.Ordinal)
            : start.AcceptedAdvisories,
        MaxAgeSeconds = (long?)members.Number("max_age_seconds", long.MaxValue) ?? start.MaxAgeSeconds,
        MinTcbEvaluation = (uint?)members.Number("min_tcb_evaluation", uint.MaxValue) ?? start.MinTcbEvaluation,
    };

    private static KindPolicy ReadKind(EvidenceKind kind, JsonMembers members, KindPolicy common)
    {
        var rules = ReadCommon(members, common) with
        {
            Measurements =
            [
                .. (members.Texts("measurements") ?? []).Select(text => new Measurement(
                    kind.Family(), members.Bytes("measurements", text, Measurement.MinLength, Measurement.MaxLength))),
            ],
            Signers = BytesList(members, "signers"),
            AnyCode = members.Flag("any_code", otherwise: false),
            ProductId = (uint?)members.Number("product_id", uint.MaxValue),
            MinSecurityVersion = members.Number("min_security_version", ulong.MaxValue) ?? 0,
            MinSecurityVersions = ReadFloors(members),
            Registers = ReadRegisters(members),
            Platforms = [.. members.Objects("platforms").Select(ReadPlatform)],
            Tdx = kind == EvidenceKind.Tdx && members.Inner("tdx") is { } tdx ? ReadTdx(tdx) : new TdxPolicy(),
            SevSnp = kind == EvidenceKind.SevSnp && members.Inner("sev_snp") is { } snp ? ReadSevSnp(snp) : new SevSnpPolicy(),
        };
        if (!rules.NamesCode)
        {
            throw members.Fault("measurements", "is missing: name measurements, signers or registers, or say \"any_code\": true");
        }

        if (FirmwareRule.Missing(kind, rules) is { } missing)
        {
            throw members.Fault("registers", $"is incomplete: {missing}");
        }

        members.Done();
        return rules;
    }

    private static ImmutableHashSet<TcbStatus>? ReadTcb(JsonMembers members)
    {
        var acceptable = TcbStatuses.All.Where(status => status is not (TcbStatus.Revoked or TcbStatus.NotSupported)).ToList();
        var statuses = Choices<TcbStatus>(
            members,
            "accept_tcb",
            (string? text, out TcbStatus status) => TcbStatuses.TryParse(text, out status) && acceptable.Contains(status),
            acceptable.Select(status => status.Text()));
        return statuses?.ToImmutableHashSet();
    }

    private static ImmutableDictionary<string, ulong> ReadFloors(JsonMembers members)
    {
        const string Name = "min_security_versions";
        var inner = members.Inner(Name);
        return inner is null
            ? []
            : inner.Entries().ToImmutableDictionary(
                entry => entry.Name, entry => inner.Number(entry.Name, ulong.MaxValue)!.Value, StringComparer.Ordinal);
    }

    private static ImmutableDictionary<string, ImmutableArray<ImmutableArray<byte>>> ReadRegisters(JsonMembers members)
    {
        var inner = members.Inner("registers");
        return inner is null
            ? []
            : inner.Entries().ToImmutableDictionary(entry => entry.Name, entry => BytesList(inner, entry.Name), StringComparer.Ordinal);
    }

    private static PlatformIdentity ReadPlatform(JsonMembers members)
    {
        var name = members.Text("kind");
        if (!PlatformIdentityKinds.TryParse(name, out var kind))
        {
            throw members.Fault("kind", $"is none of {string.Join(", ", PlatformIdentityKinds.All.Select(one => one.Text()))}");
        }

        var value = members.Bytes("value", members.Text("value"), 1, MaxValueLength * 2);
        members.Done();
        return new PlatformIdentity(kind, value);
    }

    private static TdxPolicy ReadTdx(JsonMembers members)
    {
        var strict = new TdxPolicy();
        var rules = new TdxPolicy
        {
            RequireSeptVeDisable = members.Flag("require_sept_ve_disable", strict.RequireSeptVeDisable),
            AllowMigratable = members.Flag("allow_migratable", strict.AllowMigratable),
            AllowServiceTd = members.Flag("allow_service_td", strict.AllowServiceTd),
        };
        members.Done();
        return rules;
    }

    private static SevSnpPolicy ReadSevSnp(JsonMembers members)
    {
        var strict = new SevSnpPolicy();
        var rules = new SevSnpPolicy
        {
            AllowMigratable = members.Flag("allow_migratable", strict.AllowMigratable),
            MaxVmpl = (uint?)members.Number("max_vmpl", 3) ?? strict.MaxVmpl,
            RequireAliasCheck = members.Flag("require_alias_check", strict.RequireAliasCheck),
            MinTcb = ReadMinTcb(members),
        };
        members.Done();
        return rules;
    }

    private static ImmutableDictionary<SnpProduct, SnpTcb> ReadMinTcb(JsonMembers members)
    {
        var list = members.Inner("min_tcb");
        return list is null
            ? []
            : list.Entries().ToImmutableDictionary(
                entry => ProductOf(list, entry.Name), entry => ReadTcbLevels(new JsonMembers(entry.Value, list.PathOf(entry.Name))));
    }

    private static SnpProduct ProductOf(JsonMembers list, string name) => name switch
    {
        "milan" => SnpProduct.Milan,
        "genoa" => SnpProduct.Genoa,
        "turin" => SnpProduct.Turin,
        _ => throw list.Fault(name, "is no product; known are milan, genoa, turin"),
    };

    private static SnpTcb ReadTcbLevels(JsonMembers levels)
    {
        byte Level(string name) => (byte)(levels.Number(name, byte.MaxValue) ?? 0);
        var tcb = new SnpTcb(Level("fmc"), Level("bootloader"), Level("tee"), Level("snp"), Level("microcode"));
        levels.Done();
        return tcb;
    }

    private static ImmutableArray<ImmutableArray<byte>> BytesList(JsonMembers members, string name) =>
        [.. (members.Texts(name) ?? []).Select(text => ImmutableArray.Create(members.Bytes(name, text, 1, MaxValueLength)))];

    private delegate bool Parser<T>(string? text, out T value);

    private static List<T>? Choices<T>(JsonMembers members, string name, Parser<T> parse, IEnumerable<string> known) =>
        members.Texts(name)?.ConvertAll(text => parse(text, out var value)
            ? value
            : throw members.Fault(name, $"has '{text}'; allowed are {string.Join(", ", known)}"));
}
