using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Messaging.LayOnDesks;
using Patron.Messaging.TrackResponses;

namespace Patron.Messaging.ExportRows;

/// <summary>Texts with the customer's fields, under their numbers: campaigns name them so.</summary>
internal sealed class ExportsTemplates() : ExportsTable("message-templates", 100, "messaging_templates",
    [new("id", KeptAs.Long), new("name", KeptAs.Text), new("channel", KeptAs.Text), new("version", KeptAs.Int), new("retired", KeptAs.Flag)]);

/// <summary>What they said from an instant on.</summary>
internal sealed class ExportsVersions(IUserNames users) : ExportsTable("message-template-versions", 101, "messaging_template_versions",
    [new("template_id", KeptAs.Long), new("version", KeptAs.Int), new("content", KeptAs.Text), new("at", KeptAs.Instant), new("\"by\"", KeptAs.User, Null: true)], same: 2, users.Kept());

/// <summary>Addresses that messages led to. What signs a link is no part of it: links of messages that were sent before lead nowhere in a copy.</summary>
internal sealed class ExportsLinks() : ExportsTable("message-links", 104, LinkTable.Name, [new("digest", KeptAs.Text), new("id", KeptAs.Long), new("url", KeptAs.Text)]);

/// <summary>What was printed together, and lists of calls.</summary>
internal sealed class ExportsRuns(IUserNames users) : ExportsTable("message-runs", 109, RunTable.Name,
    [new("id", KeptAs.Long), new("sending_id", KeptAs.Long), new("channel", KeptAs.Text), new("at", KeptAs.Instant), new("closed_at", KeptAs.Instant, Null: true), new("\"by\"", KeptAs.User, Null: true)], users: users.Kept());
