using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.IdentityResolution.MatchRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.ExportRows;

/// <summary>The versions of the models, and which is in use. They are taken where there are none of the kind: elsewhere versions have their own numbers.</summary>
internal sealed class ExportsModels(IUserNames users) : IExportPart
{
    public string Kind => "match-models";
    public int Order => 86;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await users.Said(session, ct);
        rows.Columns("kind", "version", "at", "by", "records", "answers", "in_use", "switched_at", "switched_by", "comparison", "model");
        await foreach (var model in session.Db.LearntModels.AsNoTracking().OrderBy(m => m.Kind).ThenBy(m => m.Version).AsAsyncEnumerable().WithCancellation(ct))
        {
            rows.Text(model.Kind.ToString().ToLowerInvariant()).Text(Number(model.Version)).Instant(Instants.ToMicroseconds(model.At)).Text(Who(model.By)).Text(Number(model.Records)).Text(Number(model.Answers))
                .Flag(model.InUse).Instant(model.SwitchedAt is { } at ? Instants.ToMicroseconds(at) : null).Text(Who(model.SwitchedBy)).Text(model.Comparison).Text(model.Model);
            rows.End();
        }

        string? Who(UserId? user) => user is { } one ? said.GetValueOrDefault(one) : null;
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var known = await session.Db.LearntModels.AsNoTracking().Select(m => m.Kind).Distinct().ToListAsync(ct);
        var byUser = await users.BySaid(session, [.. rows.SelectMany(r => (string?[])[r.Text("by"), r.Text("switched_by")]).OfType<string>().Distinct()], ct);
        var fates = new List<RowFate>(rows.Count);
        foreach (var row in rows)
        {
            var kind = row.Word<CustomerKind>("kind") ?? throw new ExportDamagedException(row.Line, "kind");
            fates.Add(new(row.Line, known.Contains(kind) ? Fate.Unchanged : Fate.Created));
            if (known.Contains(kind)) continue;
            session.Db.Add(new LearntModel
            {
                Kind = kind, Version = Count(row, "version"), At = At(row, "at") ?? throw new ExportDamagedException(row.Line, "at"), By = Who(row, "by"), Records = Count(row, "records"), Answers = Count(row, "answers"),
                InUse = row.Flag("in_use") == true, SwitchedAt = At(row, "switched_at"), SwitchedBy = Who(row, "switched_by"), Comparison = row.Text("comparison"), Model = row.Need("model"),
            });
        }
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        return fates;

        UserId? Who(ExportedRow row, string column) => row.Text(column) is { } said && byUser.TryGetValue(said, out var user) ? user : null;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Count(ExportedRow row, string column) =>
        int.TryParse(row.Need(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ExportDamagedException(row.Line, column);

    private static DateTimeOffset? At(ExportedRow row, string column) => row.Instant(column) is { } at ? Instants.FromMicroseconds(at) : null;
}
