using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.SendMessages;
using Patron.Tasks.Contracts;

namespace Patron.Messaging.LayOnDesks;

/// <summary>The words of channels that the consent ledger has no name for: our own people, or another system, do something later.</summary>
internal static class OwnChannels
{
    public const string Task = "task", Webhook = "webhook";
}

/// <summary>Letters wait in the open printing of their sending until somebody takes them away as files and says that they were posted.</summary>
internal sealed class LetterChannel(Runs runs) : IDeskChannel
{
    public string Name => ContactChannels.Letter;

    public Task<bool> IsReady(CancellationToken ct) => Task.FromResult(true);

    public async Task<IReadOnlyList<Delivery>> Place(BulkSession session, IReadOnlyList<Outgoing> messages, CancellationToken ct)
    {
        Outgoing[] sound = [.. messages.Where(m => PostalAddress.Fault(m.Customer.Golden) is null)];
        await runs.Put(session, Name, [.. sound.Select(m => m.Message)], ct);
        return [.. messages.Select(m => PostalAddress.Fault(m.Customer.Golden) is null ? Delivery.Placed : Delivery.Failed(Why.Address))];
    }
}

/// <summary>Calls to make: an agent takes them from the list, and says what came of each.</summary>
internal sealed class CallChannel(Runs runs) : IDeskChannel
{
    public string Name => ContactChannels.Phone;

    public Task<bool> IsReady(CancellationToken ct) => Task.FromResult(true);

    public async Task<IReadOnlyList<Delivery>> Place(BulkSession session, IReadOnlyList<Outgoing> messages, CancellationToken ct)
    {
        Outgoing[] sound = [.. messages.Where(m => m.Customer.Golden.Phone is not null)];
        await runs.Put(session, Name, [.. sound.Select(m => m.Message)], ct);
        return [.. messages.Select(m => m.Customer.Golden.Phone is not null ? Delivery.Sent : Delivery.Failed(Why.Address))];
    }
}

/// <summary>A task for the customer's own salesperson, due by the end of the next day.</summary>
internal sealed class TaskChannel(ITasks tasks, ICustomerBase customers, IdMaker ids, TimeProvider clock) : IDeskChannel
{
    private const int LongestTitle = 200, LongestDetails = 4_000;
    private static readonly TimeSpan Time = TimeSpan.FromDays(1);

    public string Name => OwnChannels.Task;

    public Task<bool> IsReady(CancellationToken ct) => Task.FromResult(true);

    /// <summary>A salesperson calls or visits: whoever wants no calls is not put on anybody's list of things to do.</summary>
    public Task<AskedOf> Asks(CancellationToken ct) => Task.FromResult(new AskedOf(ContactChannels.Phone, ByUs: false));

    public async Task<IReadOnlyList<Delivery>> Place(BulkSession session, IReadOnlyList<Outgoing> messages, CancellationToken ct)
    {
        var snapshot = customers.Current;
        var changes = new ChangeRecorder(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = null, Kind = "message.tasks" });
        var placed = new List<Delivery>(messages.Count);
        foreach (var message in messages)
        {
            var title = message.Text.Subject is { Length: > 0 } subject ? subject : message.Text.Text.Split('\n')[0];
            var added = CustomerOwner.Of(snapshot, message.Message.Customer) is not { } owner ? new NoOwner() : await tasks.Add(session, changes, new(message.Message.Customer, TaskKind.Task, Cut(title, LongestTitle), clock.GetUtcNow() + Time)
            {
                Details = Cut(message.Text.Text, LongestDetails), Owner = owner, About = new("message", message.Message.Id.Value),
            }, null, ct);
            placed.Add(added.Refusal is null ? Delivery.Sent : Delivery.Failed(Why.NoOwner));
        }
        await session.Db.SaveChangesAsync(ct);
        return placed;
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    private sealed record NoOwner() : Refusal("");
}
