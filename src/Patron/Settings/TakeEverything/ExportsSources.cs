using Patron.Data;
using Patron.Data.Exporting;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Settings.TakeEverything;

/// <summary>The systems that send files, in their order. A source of that name that is there already stays as it is.</summary>
internal sealed class ExportsSources(ISources sources) : IExportPart
{
    public const string FileKind = "sources";

    public string Kind => FileKind;
    public int Order => 1;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("name", "letter", "cancellation_prefix", "currency", "time_zone", "country");
        foreach (var one in await sources.All(ct))
        {
            rows.Text(one.Name).Text(one.Letter).Text(one.CancellationPrefix).Text(one.Currency).Text(one.TimeZone).Text(one.Country);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => throw new NotSupportedException("Sources are made in transactions of their own.");

    /// <summary>Outside of any session.</summary>
    public async Task<IReadOnlyList<RowFate>> Take(IReadOnlyList<ExportedRow> rows, UserId? by, CancellationToken ct)
    {
        var fates = new List<RowFate>(rows.Count);
        foreach (var row in rows)
        {
            if (await sources.Find(row.Need("name"), ct) is { } there)
            {
                fates.Add(new(row.Line, Fate.Unchanged, Of(row, there) == there ? null : new("settings.everything.sourceStays", null, there.Name, new { source = there.Name })));
                continue;
            }
            var made = await sources.FindOrMake(row.Need("name"), demo: false, ct);
            var changed = made.Value is { } source ? await sources.Change(Of(row, source), by, ct) : made;
            fates.Add(changed.Refusal is { } refusal ? new(row.Line, Fate.Rejected, new(refusal.Key, null, row.Need("name"), refusal)) : new(row.Line, Fate.Created));
        }
        return fates;
    }

    private static SourceInfo Of(ExportedRow row, SourceInfo there) => there with
    {
        Letter = row.Need("letter"), CancellationPrefix = row.Text("cancellation_prefix"), Currency = row.Text("currency"), TimeZone = row.Text("time_zone"), Country = row.Text("country"),
    };
}
