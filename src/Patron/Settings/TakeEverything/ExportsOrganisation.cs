using System.Globalization;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Settings.TakeEverything;

/// <summary>The settings that bear on numbers. They are taken where there are no customers yet: elsewhere they belong to those who are there.</summary>
internal sealed class ExportsOrganisation : IExportPart
{
    public string Kind => "organisation";
    public int Order => 0;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var (organisation, purpose) = await Present(session, ct);
        rows.Columns("name", "currency", "time_zone", "country", "lost_after_days", "older_from", "special_purpose");
        rows.Text(organisation.Name).Text(organisation.Currency).Text(organisation.TimeZone).Text(organisation.Country)
            .Text(organisation.LostAfterDays.ToString(CultureInfo.InvariantCulture)).Text(organisation.OlderFrom.ToString(CultureInfo.InvariantCulture)).Text(purpose);
        rows.End();
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private static async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        if (rows is not [var row]) return rows.Count == 0 ? [] : throw new ExportDamagedException(rows[1].Line, "");
        var said = (Of(row), row.Text("special_purpose"));
        var present = await Present(session, ct);
        if (said == present) return [new(row.Line, Fate.Unchanged)];
        await using (var any = session.Command("select 1 from customers limit 1"))
            if (await any.ExecuteScalarAsync(ct) is not null) return [new(row.Line, Fate.Conflict, new("settings.everything.settingsStay", null, null))];
        await session.Db.Write(SettingsKeys.Organisation, said.Item1, ct);
        await session.Db.Write(SettingsKeys.SpecialPurpose, said.Item2, ct);
        intake.Changes(session)?.Row("organisation", 0, default, Named(present), Named(said));
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        session.Tell(Topics.Settings);
        session.Tell(Topics.Everything);
        return [new(row.Line, Fate.Updated)];
    }

    private static async Task<(Organisation Organisation, string? Purpose)> Present(BulkSession session, CancellationToken ct) =>
        (await session.Db.Organisation(ct), await session.Db.Read<string>(SettingsKeys.SpecialPurpose, ct));

    private static Organisation Of(ExportedRow row) => new(row.Need("name"), row.Need("currency"), row.Need("time_zone"), Number(row, "lost_after_days"), Number(row, "older_from"), row.Need("country"));

    private static int Number(ExportedRow row, string column) =>
        int.TryParse(row.Need(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ExportDamagedException(row.Line, column);

    private static Dictionary<string, object?> Named((Organisation Organisation, string? Purpose) of) => new()
    {
        ["name"] = of.Organisation.Name, ["currency"] = of.Organisation.Currency, ["time_zone"] = of.Organisation.TimeZone, ["country"] = of.Organisation.Country,
        ["lost_after_days"] = of.Organisation.LostAfterDays, ["older_from"] = of.Organisation.OlderFrom, ["special_purpose"] = of.Purpose,
    };
}
