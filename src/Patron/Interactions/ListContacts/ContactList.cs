using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Interactions.KeepContacts;
using Patron.Kernel;

namespace Patron.Interactions.ListContacts;

/// <param name="Name">How the customer is called; null where nothing is known.</param>
internal sealed record ListedContact(CustomerId Customer, string? Name, InteractionId Id, DateTimeOffset At, string Kind, Direction? Direction, UserId? By, ContactSaid Said);

/// <param name="Next">Where the list goes on; null: it ends here.</param>
/// <param name="LookedBackTo">Words were looked for no further back than this, and the page is not full; null: as far as was needed.</param>
internal sealed record FoundContacts(IReadOnlyList<ListedContact> Rows, ContactPoint? Next, DateTimeOffset? LookedBackTo);

/// <summary>
/// Contacts with all customers, the latest first: only those of customers whom the asker may see. Pages go on behind a contact and are not counted: among millions both would cost more
/// than they tell. Words are looked for in the rows, some thousand at a time; whoever wants to look further back goes on.
/// </summary>
internal sealed class ContactList(IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, IVisibility visibility, TimeProvider clock)
{
    public const int PageSize = 50, MostLookedAt = 20_000;
    private const int AtOnce = 2_000;

    public async Task<FoundContacts> Page(ContactFilter filter, ContactPoint? before, UserId? asker, CancellationToken ct)
    {
        var (rows, looked, from) = (new List<ListedContact>(PageSize + 1), 0, before);
        while (true)
        {
            // Without words nearly every row is one of the page.
            var (batch, last, read) = await Batch(filter, from, filter.Words is null && looked == 0 ? PageSize + 1 : AtOnce, asker, ct);
            rows.AddRange(batch);
            looked += read;
            if (rows.Count > PageSize) return new(rows[..PageSize], PointOf(rows[PageSize - 1]), null);
            if (last is null) return new(rows, null, null);
            from = last;
            if (looked >= MostLookedAt) return new(rows, last, Instants.FromMicroseconds(last.Value.At));
        }
    }

    /// <summary>All of them, some thousand at a time: memory does not grow with their number.</summary>
    public async IAsyncEnumerable<ListedContact> All(ContactFilter filter, UserId? asker, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        ContactPoint? from = null;
        do
        {
            var (batch, last, _) = await Batch(filter, from, AtOnce, asker, ct);
            foreach (var one in batch) yield return one;
            from = last;
        }
        while (from is not null);
    }

    /// <returns>Those that the filter gives; the last row read, null where there are no more; how many rows were read.</returns>
    private async Task<(List<ListedContact> Rows, ContactPoint? Last, int Read)> Batch(ContactFilter filter, ContactPoint? before, int most, UserId? asker, CancellationToken ct)
    {
        var snapshot = customerBase.Current;
        var sees = visibility.Set(snapshot, asker);
        var (rows, last, read) = (new List<ListedContact>(most), default(ContactPoint), 0);
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var zone = (await session.Db.Organisation(ct)).Zone;
        await using var command = session.Command();
        command.CommandText = $"select i.customer_id, i.id, i.at, i.kind, i.direction, i.agent, i.payload from {InteractionStore.Table} i where {filter.Where(command, zone, before)} order by i.at desc, i.id desc limit {most}";
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            read++;
            last = new(row.GetInstant(2), row.GetInt64(1));
            var known = snapshot.TryIndex(row.GetInt64(0), out var at);
            if (sees is not null && !(known && sees.Get(at))) continue;
            var name = known && snapshot[CustomerColumns.Name][at] is { Length: > 0 } called ? called : null;
            var said = ContactSaid.Read(row.GetString(6));
            if (filter.Words is { } words && !Says(words, name, said.Subject, said.Text, said.Outcome, said.With)) continue;
            rows.Add(new(new(row.GetInt64(0)), name, new(last.Id), Instants.FromMicroseconds(last.At), row.GetString(3), row.IsDBNull(4) ? null : (Direction)row.GetInt32(4), row.IsDBNull(5) ? null : new(row.GetInt64(5)), said));
        }
        return (rows, read < most ? null : last, read);
    }

    private static bool Says(string words, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
            if (text?.Contains(words, StringComparison.OrdinalIgnoreCase) == true) return true;
        return false;
    }

    private static ContactPoint PointOf(ListedContact contact) => new(Instants.ToMicroseconds(contact.At), contact.Id.Value);
}
