using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Audit;
using Patron.Data.Exporting;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Settings.TakeEverything;

/// <summary>Writes the archive from one view of the database, while others go on writing.</summary>
internal sealed class WritesEverything(IEnumerable<IExportPart> parts, ISources sources, IDbContextFactory<PatronDb> contexts, Origin origin, AuditChain audit, TimeProvider clock)
{
    private const int BufferBytes = 1 << 16;

    public async Task Write(string path, UserId? by, Action<long>? progress, CancellationToken ct)
    {
        await audit.Tell(notes => notes.Event("export-everything", by), ct);
        var partial = path + ".partial";
        try
        {
            await using (var stream = Archives.Create(partial))
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
                await Write(archive, progress, ct);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private async Task Write(ZipArchive archive, Action<long>? progress, CancellationToken ct)
    {
        var (all, own) = (await sources.All(ct), await origin.Own(ct));
        var files = new List<ManifestFile>();
        var written = 0L;
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        foreach (var part in parts.OrderBy(p => p.Order))
        {
            foreach (var (at, source) in part.OfSource ? all.Index() : [(0, IExportPart.NoSource)])
            {
                var name = part.OfSource ? $"{part.Kind}-{NameOf(at + 1, source.Name)}.csv" : part.Kind + ".csv";
                var before = written;
                var (rows, hash) = await Write(archive, name, session, part, source, count => progress?.Invoke(before + count), ct);
                files.Add(new(name, part.Kind, part.OfSource ? source.Name : null, rows, hash));
                written += rows;
                progress?.Invoke(written);
            }
        }
        new Manifest(Manifest.PatronExport, Manifest.Present, own, files).Write(archive);
    }

    private static async Task<(long Rows, string Hash)> Write(ZipArchive archive, string name, BulkSession session, IExportPart part, SourceInfo source, Action<long> progress, CancellationToken ct)
    {
        var entry = archive.CreateEntry(name);
        entry.LastWriteTime = Archives.Day;
        using var hash = SHA256.Create();
        ExportedRows rows;
        await using (var stream = new CryptoStream(entry.Open(), hash, CryptoStreamMode.Write))
        await using (var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferBytes))
        {
            rows = new ExportedRows(writer, progress, ct);
            await part.Write(session, source, rows, ct);
        }
        return (rows.Count, Convert.ToHexStringLower(hash.Hash!));
    }

    /// <summary>The manifest tells the source's name; the file's is only to be recognised.</summary>
    private static string NameOf(int number, string source)
    {
        var word = string.Join('-', new string([.. source.ToLowerInvariant().Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return number.ToString("00", CultureInfo.InvariantCulture) + (word.Length == 0 ? "" : "-" + word);
    }
}
