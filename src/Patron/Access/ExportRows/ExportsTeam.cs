using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Access.ExportRows;

/// <summary>Our own people, in the columns of a team file: without passwords and roles, so that nobody can sign in by an import.</summary>
internal sealed class ExportsTeam(ITakesRows<IncomingColleague> taker) : IExportPart
{
    public string Kind => "team";
    public int Order => 5;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("name", "email", "manager", "region");
        foreach (var user in (await session.Db.Users.AsNoTracking().ToListAsync(ct)).OrderBy(u => u.EmailKey, StringComparer.Ordinal))
        {
            rows.Text(user.Name).Text(user.Email.Length == 0 ? null : user.Email).Text(user.Manager).Text(user.Region);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsInto<IncomingColleague>(taker.Begin(intake), row =>
        new(row.Line, null, row.Need("name"), row.Text("email"), row.Text("manager"), row.Text("region")));
}
