using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Consents.Suppress;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.Say;

/// <summary>Writes what is said about being contacted, outside of files.</summary>
internal sealed class ConsentDeeds(ICustomerReach reach, IdMaker ids, TimeProvider clock) : IConsentDeeds
{
    public const int LongestSource = 100;

    public Task Say(BulkSession session, IReadOnlyList<ConsentSaid> said, CancellationToken ct)
    {
        Say(session, said);
        return Task.CompletedTask;
    }

    /// <returns>The ids of the entries, for a change set.</returns>
    public IReadOnlyList<(long First, long Last)> Say(BulkSession session, IReadOnlyList<ConsentSaid> said)
    {
        if (said.Count == 0) return [];
        var fresh = new IdRanges(ids);
        using (var sink = session.Sink(ConsentLedger.Table, ConsentLedger.Columns))
        {
            foreach (var one in said) ConsentLedger.Write(sink, one, fresh.Next(), one.Recorded ?? clock.GetUtcNow());
            sink.Complete();
        }
        session.Tell(Topics.Consents, said.Select(s => s.Customer.Value));
        return fresh.Ranges;
    }

    public async Task Withdraw(BulkSession session, CustomerId customer, string? channel, string purpose, string evidence, DateTimeOffset at, CancellationToken ct)
    {
        var states = await StatesOf(session, customer, ct);
        var channels = channel is null ? ContactChannels.All : [channel];
        Say(session, [.. channels.Where(c => !states.TryGetValue((purpose, c), out var given) || given).Select(c => new ConsentSaid(customer, null, purpose, c, false, at, evidence))]);
    }

    /// <summary>What counts now, by purpose and channel.</summary>
    public static async Task<Dictionary<(string Purpose, string Channel), bool>> StatesOf(BulkSession session, CustomerId customer, CancellationToken ct)
    {
        var entries = await session.Db.ConsentLedger.AsNoTracking().Where(e => e.CustomerId == customer).OrderBy(e => e.At).ThenByDescending(e => e.Given).Select(e => new { e.Purpose, e.Channel, e.Given }).ToListAsync(ct);
        var states = new Dictionary<(string, string), bool>();
        foreach (var entry in entries) states[(entry.Purpose, entry.Channel)] = entry.Given;
        return states;
    }

    public Task Suppress(BulkSession session, CustomerId customer, string? channel, SuppressionReason reason, string source, UserId? by, CancellationToken ct) =>
        Suppress(session, customer, channel, reason, source, by, null, ct);

    /// <param name="recorder">Where what is new is told, so that it can be taken back; null tells nobody.</param>
    public async Task Suppress(BulkSession session, CustomerId customer, string? channel, SuppressionReason reason, string source, UserId? by, ChangeRecorder? recorder, CancellationToken ct)
    {
        var (now, cut) = (clock.GetUtcNow(), Cut(source));
        if (!await session.Db.Suppressions.AnyAsync(s => s.CustomerId == customer && s.EndedAt == null && (s.Channel == null || s.Channel == channel), ct))
        {
            var row = new Suppression { CustomerId = customer, Id = ids.Next<SuppressionId>(), Channel = channel, Reason = reason, Source = cut, Since = now, By = by };
            session.Db.Add(row);
            recorder?.Row(SuppressionTable.Name, row.Id.Value, customer, null, new Dictionary<string, object?> { ["channel"] = channel });
        }
        if ((await reach.Of(session, [customer], ct)).GetValueOrDefault(customer) is { } reached)
            foreach (var one in channel is null ? ContactChannels.All : [channel])
                await AddAddress(session, one == ContactChannels.Email ? reached.Email : reached.Phone, one, reason, cut, by, recorder, ct);
        session.Tell(Topics.Consents, customer.Value);
        await session.Db.SaveChangesAsync(ct);
    }

    public async Task SuppressAddress(BulkSession session, string address, string channel, SuppressionReason reason, string source, UserId? by, CancellationToken ct)
    {
        await AddAddress(session, address, channel, reason, Cut(source), by, null, ct);
        session.Tell(Topics.Consents, (await reach.WithAddress(session, [address], ct)).Select(c => c.Value));
        await session.Db.SaveChangesAsync(ct);
    }

    private async Task AddAddress(BulkSession session, string? address, string channel, SuppressionReason reason, string source, UserId? by, ChangeRecorder? recorder, CancellationToken ct)
    {
        if ((await AddressDigests.Open(session.Db, ct)).Of(channel, address) is not { } digest) return;
        if (await session.Db.SuppressedAddresses.AnyAsync(a => a.Digest == digest && a.EndedAt == null, ct)) return;
        var row = new SuppressedAddress { Id = ids.Next<SuppressionId>(), Channel = channel, Digest = digest, Reason = reason, Source = source, Since = clock.GetUtcNow(), By = by };
        session.Db.Add(row);
        recorder?.Row(SuppressedAddressTable.Name, row.Id.Value, default, null, new Dictionary<string, object?> { ["channel"] = channel });
    }

    private static string Cut(string source) => source.Length <= LongestSource ? source : source[..LongestSource];
}
