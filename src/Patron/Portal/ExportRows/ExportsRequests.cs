using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Portal.HandleRequests;

namespace Patron.Portal.ExportRows;

/// <summary>What customers asked for on their own pages, and what became of it.</summary>
internal sealed class ExportsRequests(IUserNames users) : ExportsCustomerTable("portal-requests", 116, PortalRequestTable.Name, Topics.Consents,
    [
        KeptColumn.Of<RequestKind>("kind"), new("at", KeptAs.Instant), KeptColumn.Of<RequestState>("state"), new("wanted", KeptAs.Text, Null: true), new("ended_at", KeptAs.Instant, Null: true),
        new("ended_by", KeptAs.User, Null: true), new("why", KeptAs.Text, Null: true),
    ], same: ["kind", "at"], users.Kept());
