using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Codes.ExportRows;

/// <summary>Codes that were given out, and what became of each.</summary>
internal sealed class ExportsCodes(IUserNames users) : ExportsCustomerTable("codes", 113, IssuedCodeTable.Name, Topics.Interactions,
    [
        new("code", KeptAs.Text), new("source_kind", KeptAs.Text), new("source_id", KeptAs.Long), new("arm", KeptAs.Text, Null: true), new("message_id", KeptAs.Long, Null: true), new("issued_at", KeptAs.Instant),
        new("until", KeptAs.Instant, Null: true), new("redeemed_at", KeptAs.Instant, Null: true), new("redeemed_by", KeptAs.User, Null: true), new("place", KeptAs.Text, Null: true),
    ], same: ["code"], users.Kept())
{
    /// <summary>A code that is taken here is nobody else's any more.</summary>
    protected override Task Taken(BulkSession session, Intake intake, IReadOnlyList<KeptRow> fresh, CancellationToken ct)
    {
        using var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns);
        foreach (var (row, customer, id) in fresh) ClaimedKeys.Write(claims, IssuedCode.Scope, row.Need("code"), id, customer.Value);
        claims.Complete();
        return Task.CompletedTask;
    }
}
