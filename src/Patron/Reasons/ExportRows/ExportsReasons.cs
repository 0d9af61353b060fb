using System.Globalization;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Reasons.Contracts;

namespace Patron.Reasons.ExportRows;

/// <summary>
/// The trees of reasons, each before its parts, where something of them was set. Deals name their reasons by these numbers: they come back under the same ones,
/// and a reason that is there already, by its kind and its place, stays as it is.
/// </summary>
internal sealed class ExportsReasons(IdMaker ids) : IExportPart
{
    public string Kind => "reasons";
    public int Order => 61;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("id", "kind", "below", "key", "name", "low", "high", "retired");
        if (await session.Db.Read<ReasonTree>(ReasonTree.Key, ct) is not { } stored) return;
        foreach (var reason in Enum.GetValues<ReasonKind>().SelectMany(kind => stored.Ordered(kind)).Select(r => r.Reason))
        {
            rows.Text(Number(reason.Id.Value)).Text(Word(reason.Kind)).Text(Number(reason.Parent?.Value)).Text(reason.Key).Text(reason.Name)
                .Text(reason.Low?.ToString("R", CultureInfo.InvariantCulture)).Text(reason.High?.ToString("R", CultureInfo.InvariantCulture)).Flag(reason.Retired ? true : null);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake)
    {
        // What a number of the file is called here; parts may come in a later chunk than what they are part of.
        var here = new Dictionary<long, ReasonId>();
        return new RowsBy((session, rows, ct) => Take(session, rows, here, ct));
    }

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<ExportedRow> rows, Dictionary<long, ReasonId> here, CancellationToken ct)
    {
        await SettingDeeds.Alone(session, ct);
        var stored = (await session.Db.Read<ReasonTree>(ReasonTree.Key, ct))?.All ?? [];
        var (all, fates) = (stored.ToList(), new RowFate[rows.Count]);
        var known = all.ToDictionary(r => (r.Kind, r.Parent, r.Name ?? r.Key), r => r.Id);
        var taken = all.Select(r => r.Id).ToHashSet();
        foreach (var (at, row) in rows.Index())
        {
            var number = Id(row, "id") ?? throw new ExportDamagedException(row.Line, "id");
            ReasonId? parent = Id(row, "below") is { } below ? here[below] : null;
            var place = (row.Word<ReasonKind>("kind") ?? throw new ExportDamagedException(row.Line, "kind"), parent, row.Text("name") ?? row.Need("key"));
            fates[at] = new(row.Line, known.ContainsKey(place) ? Fate.Unchanged : Fate.Created);
            if (known.TryGetValue(place, out var there))
            {
                here[number] = there;
                continue;
            }
            var id = taken.Add(new(number)) ? new ReasonId(number) : ids.Next<ReasonId>();
            (here[number], known[place]) = (id, id);
            all.Add(new(id, place.Item1, parent, row.Text("key"), row.Text("name"), Share(row, "low"), Share(row, "high"), row.Flag("retired") == true));
        }
        if (all.Count == stored.Count) return fates;
        await session.Db.WriteAtOnce(ReasonTree.Key, new ReasonTree(all), ct);
        session.Tell(Topics.Settings);
        return fates;
    }

    private static long? Id(ExportedRow row, string column) => row.Text(column) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ExportDamagedException(row.Line, column);

    private static double? Share(ExportedRow row, string column) => row.Text(column) is not { } text ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) ? share : throw new ExportDamagedException(row.Line, column);

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Word(ReasonKind kind) => kind.ToString().ToLowerInvariant();
}
