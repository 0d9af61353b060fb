using Patron.Data;
using Patron.Data.Exporting;

namespace Patron.Consents.ExportRows;

/// <summary>What customers wish, under the first record of each; whoever has wishes already keeps them.</summary>
internal sealed class ExportsPreferences() : ExportsCustomerTable("preferences", 38, PreferenceTable.Name, Topics.Consents,
    [new("paused_until", KeptAs.Instant, Null: true), new("most", KeptAs.Int, Null: true), new("refused", KeptAs.Text), new("at", KeptAs.Instant), new("links_from", KeptAs.Instant, Null: true)], same: [], owner: "id");

/// <summary>Contacts that were made, from which the caps are reckoned.</summary>
internal sealed class ExportsContactsMade() : ExportsCustomerTable("contacts-made", 115, ContactTable.Name, Topics.Consents, [new("channel", KeptAs.Int), new("at", KeptAs.Instant)], same: ["channel", "at"]);
