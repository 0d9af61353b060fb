using Patron.Data;
using Patron.Tasks.Contracts;

namespace Patron.Tasks.MeasureRows;

/// <summary>How well sources fill tasks. What is not done yet lacks no end; what was done in the future, or before 1990, is dated wrongly. A task may be done before it was written down.</summary>
internal sealed class MeasuresTasks() : MeasuredByClaim("tasks", ClaimScopes.Task, TaskTable.Name,
[
    new("id", "k.key is not null", Unique: "k.key"), new("due", "t.due is not null", "t.due < @least"), new("owner", "t.owner_id is not null or t.team_id is not null"), new("text", "t.details is not null"),
    new("done", $"t.done_at is not null or t.state <> {(int)TaskState.Done}", "t.done_at > @latest or t.done_at < @least"),
    Field.Again("t.due is not null", "t.customer_id, t.title, t.due"),
], new("t.title", "t.customer_id", "null", "t.due", "t.customer_id, t.id", "t.id", (customer, id) => TaskUrls.One(customer, new(id))));
