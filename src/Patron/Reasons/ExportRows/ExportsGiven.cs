using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Reasons.Contracts;

namespace Patron.Reasons.ExportRows;

/// <summary>Reasons that customers gave in answer to a message, which comes back under its number. Those of deals come with the deals.</summary>
internal sealed class ExportsGiven(IUserNames users) : ExportsCustomerTable("reasons-given", 114, GivenTable.Name, Topics.Reasons,
    [new("about", KeptAs.Text), new("about_id", KeptAs.Long), new("reason_id", KeptAs.Long), KeptColumn.Of<ReasonKind>("kind"), new("day", KeptAs.Day), new("\"by\"", KeptAs.User, Null: true)],
    same: ["about_id", "reason_id", "day"], users.Kept(), which: "t.about = 'message'");
