using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Access.ExportRows;

/// <summary>
/// Our own people, in the columns of a team file and those that only exports have. Without passwords: nobody can sign in until an administrator gives one. Roles
/// are taken where there were no customers yet; elsewhere an archive gives nobody a right.
/// </summary>
internal sealed class ExportsTeam(ITakesRows<IncomingColleague> taker) : IExportPart
{
    public string Kind => "team";
    public int Order => 5;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("name", "email", "manager", "region", "role", "language", "disabled");
        foreach (var user in (await session.Db.Users.AsNoTracking().ToListAsync(ct)).OrderBy(u => u.EmailKey, StringComparer.Ordinal))
        {
            rows.Text(user.Name).Text(user.Email.Length == 0 ? null : user.Email).Text(user.Manager).Text(user.Region).Text(user.Role).Text(user.Language).Flag(user.Disabled);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsInto<IncomingColleague>(taker.Begin(intake), row =>
        new(row.Line, null, row.Need("name"), row.Text("email"), row.Text("manager"), row.Text("region")), (session, rows, ct) => TakeRoles(session, intake, rows, ct));

    /// <summary>Of those who have no password: who signs in here already has the role that was given here.</summary>
    private static async Task TakeRoles(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        if (!intake.Restores) return;
        foreach (var row in rows.Where(r => r.Text("role") is { } role && !Roles.All.Contains(role))) throw new ExportDamagedException(row.Line, "role");
        await session.Update("access_users", ["role", "language", "disabled"], ["email_key", "password_hash"],
            [.. rows.Select(r => (object?[])[r.Text("role") ?? Roles.Analyst, r.Text("language"), r.Flag("disabled") == true, r.Text("email") is { } email ? User.KeyOf(email) : User.KeyWithoutEmail(r.Need("name")), ""])], ct);
    }
}
