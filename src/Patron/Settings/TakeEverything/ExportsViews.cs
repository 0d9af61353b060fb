using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Web.SaveViews;

namespace Patron.Settings.TakeEverything;

/// <summary>Lists as people want to find them again, under those whose they are. Whoever has one of that name there keeps it.</summary>
internal sealed class ExportsViews(IUserNames users) : IExportPart
{
    public string Kind => "views";
    public int Order => 117;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await users.Said(session, ct);
        rows.Columns("user", "list", "name", "query", "shared");
        var all = from row in await Rows(session, ct)
                  let user = said.GetValueOrDefault(SavedViews.UserOf(row.Key))
                  where user is not null
                  from view in JsonSerializer.Deserialize<SavedView[]>(row.Value)!
                  select (User: user, View: view);
        foreach (var (user, view) in all.OrderBy(v => v.User, StringComparer.Ordinal).ThenBy(v => v.View.List, StringComparer.Ordinal).ThenBy(v => v.View.Name, StringComparer.Ordinal))
        {
            rows.Text(user).Text(view.List).Text(view.Name).Text(view.Query).Flag(view.Shared);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Need("user")).Distinct()], ct);
        var present = (await Rows(session, ct)).ToDictionary(r => SavedViews.UserOf(r.Key), r => JsonSerializer.Deserialize<SavedView[]>(r.Value)!.ToList());
        var (fates, changed) = (new List<RowFate>(rows.Count), new HashSet<UserId>());
        foreach (var row in rows)
        {
            if (!byUser.TryGetValue(row.Need("user"), out var user))
            {
                fates.Add(new(row.Line, Fate.Rejected, new("settings.everything.viewOfNobody", "user", row.Need("user"))));
                continue;
            }
            var view = new SavedView(row.Need("list"), row.Need("name"), row.Need("query"), row.Flag("shared") == true);
            if (!present.TryGetValue(user, out var own)) present[user] = own = [];
            var fresh = !own.Any(v => v.List == view.List && v.Name == view.Name);
            fates.Add(new(row.Line, fresh ? Fate.Created : Fate.Unchanged));
            if (!fresh) continue;
            own.Add(view);
            changed.Add(user);
        }
        foreach (var user in changed) await session.Db.WriteAtOnce(SavedViews.KeyOf(user)!, present[user].ToArray(), ct);
        if (changed.Count > 0) session.Tell(Topics.Settings);
        return fates;
    }

    private static Task<List<SettingRow>> Rows(BulkSession session, CancellationToken ct) => session.Db.Set<SettingRow>().AsNoTracking().Where(s => s.Key.StartsWith(SavedViews.Keys)).ToListAsync(ct);
}
