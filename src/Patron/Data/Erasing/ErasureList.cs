using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data.Erasing;

/// <summary>
/// The erasure list lies twice: as a table in the database, so that it goes into every backup, and as a file in the data directory, so that it meets
/// a database which is older than it. A line of the file is TIME and an id: cus_... or rec_...
/// </summary>
internal sealed class ErasureList(DataLocation location)
{
    private readonly Lock gate = new();

    public string File => Path.Combine(location.Directory, "erasures.txt");

    /// <summary>Nobody was ever erased here, so that no restored database can have anybody who was.</summary>
    public static bool IsEmpty(DataLocation location) => !System.IO.File.Exists(new ErasureList(location).File);

    public IReadOnlyList<ErasureRow> ReadFile()
    {
        if (!System.IO.File.Exists(File)) return [];
        // A last line without its end is what a power cut leaves; its ids are in the table.
        var lines = System.IO.File.ReadAllText(File).Split('\n')[..^1];
        return [.. lines.Select((line, at) => Parse(line) ?? throw new InvalidDataException($"{File}, line {at + 1}: no time and id."))];
    }

    /// <summary>Adds what the file does not have yet, and has it on the disk when it returns.</summary>
    public void Append(IEnumerable<ErasureRow> rows)
    {
        lock (gate)
        {
            var known = ReadFile().Select(r => r.Id).ToHashSet();
            var fresh = rows.Where(r => known.Add(r.Id)).ToArray();
            if (fresh.Length == 0) return;
            using var file = new FileStream(File, FileMode.OpenOrCreate, FileAccess.ReadWrite);
            file.Position = file.Length;
            while (file.Position > 0 && !EndsLine(file)) file.SetLength(file.Position - 1);
            using (var lines = new StreamWriter(file, leaveOpen: true))
                foreach (var row in fresh) lines.Write(string.Create(CultureInfo.InvariantCulture, $"{row.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'} {Text(row)}\n"));
            file.Flush(flushToDisk: true);
        }
    }

    public static async Task<List<ErasureRow>> ReadTable(PatronDb db, CancellationToken ct) => await db.Set<ErasureRow>().AsNoTracking().OrderBy(r => r.At).ThenBy(r => r.Id).ToListAsync(ct);

    private static bool EndsLine(FileStream file)
    {
        file.Position = file.Length - 1;
        return file.ReadByte() == '\n';
    }

    private static string Text(ErasureRow row) => row.What == ErasedThing.Customer ? new CustomerId(row.Id).ToString() : new SourceRecordId(row.Id).ToString();

    private static ErasureRow? Parse(string line)
    {
        if (line.Split(' ') is not [var time, var id] || !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return null;
        if (IdText.TryRead<CustomerId>(id, out var customer)) return new() { Id = customer.Value, What = ErasedThing.Customer, At = at };
        return IdText.TryRead<SourceRecordId>(id, out var record) ? new() { Id = record.Value, What = ErasedThing.Record, At = at } : null;
    }
}
