using Patron.Data;
using Patron.Data.Exporting;
using Patron.Events.KeepLog;

namespace Patron.Events.ExportRows;

/// <summary>The log, under each customer's first record. It names messages and campaigns by their numbers, under which they come back.</summary>
internal sealed class ExportsEvents() : ExportsCustomerTable("events", 112, EventTable.Name, Topics.Events,
    [
        new("kind", KeptAs.Text), new("key", KeptAs.Text), new("at", KeptAs.Instant), new("message_id", KeptAs.Long, Null: true), new("source_kind", KeptAs.Text, Null: true), new("source_id", KeptAs.Long, Null: true),
        new("arm", KeptAs.Text, Null: true), new("machine", KeptAs.Flag), new("detail", KeptAs.Text, Null: true),
    ], same: ["kind", "key"]);
