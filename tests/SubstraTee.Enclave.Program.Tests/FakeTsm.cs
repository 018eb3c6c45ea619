using System.Text;

namespace SubstraTee.Enclave.Program.Tests;

/// <summary>Plays the kernel's configfs-tsm as drivers/virt/coco/tsm.c does it, with a script of what goes wrong.</summary>
/// <remarks>
/// Binary attributes are committed when they are closed, so an error there is lost; a report is made when it is first read and
/// kept until something is written; an entry without inblob has no report (EINVAL).
/// </remarks>
internal sealed class FakeTsm(string provider) : ITsmReports
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<(string Call, Errno Answer)> _script = new();

    /// <summary>Every call with the attribute that it was about.</summary>
    public List<string> Calls { get; } = [];

    public int OpenEntries => _entries.Count;

    /// <summary>What a report looks like for the data and the level.</summary>
    public Func<byte[], uint, byte[]> Report { get; set; } = (data, _) => data;

    public byte[] Auxiliary { get; set; } = [];

    public bool HasAuxiliary { get; set; } = true;

    public uint PrivilegeFloor { get; set; }

    /// <summary>The next call of this name is answered so.</summary>
    public FakeTsm Next(string call, Errno answer)
    {
        _script.Enqueue((call, answer));
        return this;
    }

    /// <summary>Happens before each reading of the report: another program that writes to the entry.</summary>
    public Action<FakeTsm, string> BeforeOutblob { get; set; } = (_, _) => { };

    /// <summary>The next write of the inblob is lost, as the kernel loses it when it is busy.</summary>
    public int LostWrites { get; set; }

    /// <summary>Where the counter stands in new entries.</summary>
    public ulong FirstGeneration { get; set; }

    public void WriteBehind(string entry, byte[] data)
    {
        _entries[entry].Inblob = data;
        _entries[entry].Generation++;
    }

    public Errno Make(string entry) => Scripted("mkdir", () => _entries.TryAdd(entry, new Entry { Generation = FirstGeneration }) ? Errno.None : Errno.Exists);

    public Errno Remove(string entry) => Scripted("rmdir", () => _entries.Remove(entry) ? Errno.None : Errno.NoEntry);

    public Errno Write(string entry, string attribute, ReadOnlySpan<byte> value)
    {
        var bytes = value.ToArray();
        return Scripted($"write {attribute}", () => Commit(_entries[entry], attribute, bytes));
    }

    public Errno Read(string entry, string attribute, int maxLength, out byte[] value)
    {
        var read = Array.Empty<byte>();
        var error = Scripted($"read {attribute}", () => Serve(entry, attribute, out read));
        value = error == Errno.None ? read : [];
        return error == Errno.None && read.Length > maxLength ? Errno.InputOutput : error;
    }

    private Errno Commit(Entry entry, string attribute, byte[] value)
    {
        switch (attribute)
        {
            case "inblob" when LostWrites > 0:
                LostWrites--;
                return Errno.None;
            case "inblob" when value.Length <= 64:
                entry.Inblob = value;
                break;
            case "privlevel" when uint.TryParse(Encoding.ASCII.GetString(value), out var level) && level >= PrivilegeFloor && level <= 3:
                entry.Level = level;
                break;
            default:
                return Errno.Invalid;
        }

        entry.Generation++;
        return Errno.None;
    }

    private Errno Serve(string name, string attribute, out byte[] value)
    {
        var entry = _entries[name];
        value = [];
        switch (attribute)
        {
            case "provider":
                value = Encoding.ASCII.GetBytes($"{provider}\n");
                return Errno.None;
            case "generation":
                value = Encoding.ASCII.GetBytes($"{entry.Generation}\n");
                return Errno.None;
            case "privlevel_floor" when provider == "sev_guest":
                value = Encoding.ASCII.GetBytes($"{PrivilegeFloor}\n");
                return Errno.None;
            case "outblob":
                BeforeOutblob(this, name);
                value = entry.Inblob is { } data ? Report(data, entry.Level) : [];
                return entry.Inblob is null ? Errno.Invalid : Errno.None;
            case "auxblob" when provider == "sev_guest" && HasAuxiliary:
                value = Auxiliary;
                return Errno.None;
            default:
                return Errno.NoEntry;
        }
    }

    private Errno Scripted(string call, Func<Errno> otherwise)
    {
        Calls.Add(call);
        if (_script.TryPeek(out var next) && next.Call == call)
        {
            _script.Dequeue();
            return next.Answer;
        }

        return otherwise();
    }

    private sealed class Entry
    {
        public byte[]? Inblob { get; set; }

        public uint Level { get; set; }

        public ulong Generation { get; set; }
    }
}
