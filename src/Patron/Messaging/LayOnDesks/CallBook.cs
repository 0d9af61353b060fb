using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.TrackResponses;

namespace Patron.Messaging.LayOnDesks;

/// <summary>A call to make.</summary>
/// <param name="Says">What the template says to this customer.</param>
internal sealed record CallToMake(CustomerId Customer, MessageId Message, string Name, string Phone, string Subject, string Says);

internal sealed record CallMadeAlready() : Refusal("messaging.calls.made");

/// <summary>The list of calls for agents. What came of a call is an interaction of the customer and an event of the message; the call then leaves the list.</summary>
internal sealed class CallBook(IDbContextFactory<PatronDb> contexts, ICustomerReads customers, ICustomerBase customerBase, IVisibility visibility, LaidWords laid, ResponseBook responses, CustomerRequests requests, IWritesContacts contacts, IdMaker ids, TimeProvider clock)
{
    public const int Most = 50;
    private const int ReadAtOnce = 200;

    /// <summary>What may come of a call; the words of the last four are those of the event log.</summary>
    public static readonly string[] Results = ["not-reached", "spoken", EventKinds.CallWanted, EventKinds.Declined, EventKinds.Ordered];

    /// <summary>An event's kind that says: the call was made, and nothing else came of it.</summary>
    private const string Called = "called";

    /// <summary>The first to make, of customers whom the agent may see.</summary>
    public async Task<IReadOnlyList<CallToMake>> ToMake(UserId? agent, CancellationToken ct)
    {
        var calls = new List<(Message Message, CustomerCard Card)>();
        foreach (var some in (await Open(agent, ct)).Chunk(ReadAtOnce))
        {
            var customersOfSome = some.Select(o => o.Customer).Distinct().ToArray();
            var (cards, seen) = (await customers.Find(customersOfSome, ct), await visibility.Seen(customersOfSome, agent, ct));
            var rows = await Read([.. some.Select(o => o.Message)], ct);
            foreach (var (customer, id) in some)
                if (calls.Count < Most && seen.Contains(customer) && cards.TryGetValue(customer, out var card) && card.Golden.Phone is not null && rows.TryGetValue(id, out var row)) calls.Add((row, card));
            if (calls.Count == Most) break;
        }
        var says = (await laid.Of([.. calls.Select(c => c.Message)], everyCode: false, ct)).ToDictionary(l => l.Message.Id, l => l.Words);
        return [.. calls.Select(c => Told(c.Message, c.Card.Golden, says.GetValueOrDefault(c.Message.Id)))];
    }

    /// <summary>All that wait, the dearest first, without those of customers whom the agent, as the customer base knows it, may not see: a list of calls may be long, and an agent's own far down in it.</summary>
    private async Task<List<(CustomerId Customer, MessageId Message)>> Open(UserId? agent, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var keys = await (from m in db.Messages.AsNoTracking()
                          join r in db.Set<Run>().AsNoTracking() on m.RunId equals r.Id
                          where r.Channel == ContactChannels.Phone && m.State == MessageState.Sent
                          orderby m.Worth descending, m.Id
                          select new { m.CustomerId, m.Id }).ToListAsync(ct);
        var snapshot = customerBase.Current;
        var visible = visibility.Set(snapshot, agent);
        return [.. keys.Where(k => visible is null || (snapshot.TryIndex(k.CustomerId.Value, out var at) && visible.Get(at))).Select(k => (k.CustomerId, k.Id))];
    }

    private async Task<Dictionary<MessageId, Message>> Read(MessageId[] messages, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Messages.AsNoTracking().Where(m => messages.Contains(m.Id)).ToDictionaryAsync(m => m.Id, ct);
    }

    private static CallToMake Told(Message message, GoldenRecord who, RenderedMessage? words) =>
        new(message.CustomerId, message.Id, CustomerName.Shown(who.Name, who.Company, null, who.Phone)!, who.Phone!, words?.Subject ?? "", words?.Text ?? "");

    /// <param name="result">One of <see cref="Results"/>. Somebody not reached stays on the list.</param>
    public async Task<Result<Done>> Made(MessageId message, string result, string? note, UserId? by, CancellationToken ct)
    {
        if (await responses.Find(message, ct) is not { } call) return new CallMadeAlready();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (result != Results[0] && await session.Execute("update messaging_messages set run_id = null where customer_id = @customer and id = @id and run_id is not null", ct, ("@customer", call.Customer.Value), ("@id", message.Value)) == 0)
            return new CallMadeAlready();
        var now = clock.GetUtcNow();
        var changes = new ChangeRecorder(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = now, By = by, Kind = ResponseBook.Kinds + "call" });
        await contacts.Write(session, changes, new(call.Customer, "call", In: false, result, note?.Trim() is { Length: > 0 } said ? said : null, new("message", message.Value)), by, ct);
        if (result is EventKinds.CallWanted or EventKinds.Declined or EventKinds.Ordered) await responses.Tell(session, call, result, message.ToString(), machine: false, null, ct);
        else await responses.Tell(session, call, Called, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{message}:{now.ToUnixTimeSeconds()}"), machine: false, result, ct);
        if (result is EventKinds.CallWanted or EventKinds.Ordered) await requests.Make(session, changes, call, result == EventKinds.Ordered ? Wish.Order : Wish.Call, null, note, ct);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return default(Done);
    }
}
