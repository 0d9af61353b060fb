using Patron.Data;
using Patron.ServiceDesk.Contracts;

namespace Patron.ServiceDesk.MeasureRows;

/// <summary>How well sources fill tickets. An open one lacks neither answer nor solution; what is answered, solved or closed before it came, or in the future, is dated wrongly.</summary>
internal sealed class MeasuresTickets() : MeasuredByClaim("tickets", ClaimScopes.Ticket, TicketTable.Name,
[
    new("id", "k.key is not null", Unique: "k.key"), new("at", "t.opened_at is not null", "t.opened_at > @latest or t.opened_at < @least", "t.opened_at >= @fresh"), new("reason", "t.reason_id is not null"), new("owner", "t.owner_id is not null"), new("text", "t.details is not null"),
    new("answered", "t.answered_at is not null or t.is_open = 1", "t.answered_at < t.opened_at or t.answered_at > @latest"),
    new("solved", "t.solved_at is not null or t.is_open = 1", "t.solved_at < t.opened_at or t.solved_at > @latest"),
    new("closed", "t.closed_at is not null or t.is_open = 1", "t.closed_at < t.opened_at or t.closed_at > @latest"), new("solution", "t.solution is not null or t.is_open = 1"),
    Field.Again("t.opened_at is not null", "t.customer_id, t.opened_at, t.title"),
], new("k.key", "t.customer_id", "t.title", "t.opened_at", "t.customer_id, t.id", "t.id", (_, id) => TicketUrls.One(new(id))));
