using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Consents.Contracts;
using Patron.Consents.EditPolicy;
using Patron.Consents.Say;
using Patron.Consents.Suppress;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.ListSuppressions;

internal sealed record NoWhy() : Refusal("consents.stop.refused.why")
{
    public override int Status => StatusCodes.Status422UnprocessableEntity;
}

internal sealed record NoSuppression() : Refusal("consents.stop.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

/// <summary>A line of the list.</summary>
/// <param name="Customer">Null: an address alone.</param>
/// <param name="Digest">Of an address.</param>
internal sealed record ListedSuppression(
    SuppressionId Id, CustomerId? Customer, string? Channel, string? Digest, SuppressionReason Reason, string Source, DateTimeOffset Since, UserId? By, DateTimeOffset? EndedAt, string? EndedWhy);

/// <param name="Read">Lines that said something.</param>
/// <param name="Added">Those that were not on the list.</param>
/// <param name="Unread">Lines that are neither an address nor a number.</param>
/// <param name="Set">The change set; null where nothing was added.</param>
internal sealed record ImportedSuppressions(int Read, int Added, int Unread, ChangeSetId? Set);

/// <summary>The suppression list as a whole: customers and addresses, by id.</summary>
internal sealed class SuppressionList(IDbContextFactory<PatronDb> contexts, ICustomerReach reach, ICustomerBase customers, IdMaker ids, TimeProvider clock)
{
    public const int LongestWhy = 300, MostLines = 1_000_000;
    private static readonly string[] Columns = ["id", "channel", "digest", "reason", "source", "since", "\"by\""];

    /// <summary>Behind an id, rising; at most so many. Rows that come later have higher ids, and rows never go, so a list that is read in parts misses none.</summary>
    public async Task<IReadOnlyList<ListedSuppression>> After(long after, int most, bool ended, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var from = new SuppressionId(after);
        await using var command = await Open(db, ct);
        command.CommandText = $"""
            select id, customer_id, channel, null, reason, source, since, "by", ended_at, ended_why from {SuppressionTable.Name} where id > @after {Ended(ended)}
            union all select id, null, channel, digest, reason, source, since, "by", ended_at, ended_why from {SuppressedAddressTable.Name} where id > @after {Ended(ended)} order by 1 limit @most
            """;
        command.Add("@after", from.Value);
        command.Add("@most", most);
        return await Read(command, ct);
    }

    /// <summary>The latest first, for the page.</summary>
    public async Task<IReadOnlyList<ListedSuppression>> Latest(int most, bool ended, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var command = await Open(db, ct);
        command.CommandText = $"""
            select id, customer_id, channel, null, reason, source, since, "by", ended_at, ended_why from {SuppressionTable.Name} where 1 = 1 {Ended(ended)}
            union all select id, null, channel, digest, reason, source, since, "by", ended_at, ended_why from {SuppressedAddressTable.Name} where 1 = 1 {Ended(ended)} order by 1 desc limit @most
            """;
        command.Add("@most", most);
        return await Read(command, ct);
    }

    public async Task<(long Customers, long Addresses)> Count(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Suppressions.LongCountAsync(s => s.EndedAt == null, ct), await db.SuppressedAddresses.LongCountAsync(s => s.EndedAt == null, ct));
    }

    /// <summary>Takes a line off the list; it stays as one that has ended, with the reason. Only said with a reason.</summary>
    /// <returns>The change set; null where it had ended already.</returns>
    public async Task<Result<ChangeSetId?>> End(SuppressionId id, string? why, UserId? by, CancellationToken ct)
    {
        if (why?.Trim() is not { Length: > 0 and <= LongestWhy } reason) return new NoWhy();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var (now, ended) = (clock.GetUtcNow(), false);
        var recorder = new ChangeRecorder(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = now, By = by, Kind = PolicyDeeds.Kinds + "stop.end" });
        if (await session.Db.Suppressions.FirstOrDefaultAsync(s => s.Id == id, ct) is { } row)
        {
            if (row.EndedAt is null) Told(recorder, SuppressionTable.Name, id, row.CustomerId, by, reason);
            if (row.EndedAt is null) (row.EndedAt, row.EndedBy, row.EndedWhy) = (now, by, reason);
            session.Tell(Topics.Consents, row.CustomerId.Value);
            ended = true;
        }
        else if (await session.Db.SuppressedAddresses.FirstOrDefaultAsync(s => s.Id == id, ct) is { } address)
        {
            if (address.EndedAt is null) Told(recorder, SuppressedAddressTable.Name, id, default, by, reason);
            if (address.EndedAt is null) (address.EndedAt, address.EndedBy, address.EndedWhy) = (now, by, reason);
            // Whose address it is, the digest does not tell: whoever is suppressed by this channel is looked at anew.
            var snapshot = customers.Current;
            session.Tell(Topics.Consents, snapshot.Select(new CustomerQuery.FlagsAny(SuppressionColumn.Key, SuppressionColumn.Flag(address.Channel)), null, 0).Indexes().Select(i => snapshot.Ids[i]));
            ended = true;
        }
        if (!ended) return new NoSuppression();
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return recorder.Last > 0 ? recorder.Set.Id : (ChangeSetId?)null;
    }

    private static void Told(ChangeRecorder recorder, string table, SuppressionId id, CustomerId customer, UserId? by, string why) => recorder.Row(table, id.Value, customer,
        new Dictionary<string, object?> { ["ended_at"] = null, ["ended_by"] = null, ["ended_why"] = null },
        new Dictionary<string, object?> { ["ended_at"] = Instants.ToMicroseconds(recorder.Set.At), ["ended_by"] = by?.Value, ["ended_why"] = why });

    /// <summary>One address or number a line, what follows a comma, semicolon or tab is passed over; mail by e-mail addresses, calls and text messages by numbers. Bulk: two million digests take some seconds.</summary>
    public async Task<ImportedSuppressions> Import(TextReader lines, SuppressionReason reason, string source, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var digests = await AddressDigests.Open(session.Db, ct);
        var (read, unread, wanted, addresses) = (0, 0, new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        while (read + unread < MostLines && await lines.ReadLineAsync(ct) is { } line)
        {
            var said = line.Split([',', ';', '\t'], 2)[0].Trim().Trim('"', '\'', '\ufeff');
            if (said.Length == 0) continue;
            if (!IsAddress(said, out var channels))
            {
                unread++;
                continue;
            }
            read++;
            addresses.Add(said.Contains('@', StringComparison.Ordinal) ? said : AddressDigests.Digits(said));
            foreach (var channel in channels) wanted.TryAdd(digests.Of(channel, said)!, channel);
        }
        foreach (var known in await Known(session, wanted.Keys, ct)) wanted.Remove(known);
        var (fresh, now) = (new IdRanges(ids), Instants.ToMicroseconds(clock.GetUtcNow()));
        using (var sink = session.Sink(SuppressedAddressTable.Name, Columns))
        {
            foreach (var (digest, channel) in wanted)
            {
                sink.Begin();
                sink.Long(fresh.Next());
                sink.Text(channel);
                sink.Text(digest);
                sink.Int((int)reason);
                sink.Text(source.Length <= ConsentDeeds.LongestSource ? source : source[..ConsentDeeds.LongestSource]);
                sink.Instant(now);
                sink.Long(by?.Value);
                sink.End();
            }
            sink.Complete();
        }
        session.Tell(Topics.Consents, (await reach.WithAddress(session, addresses, ct)).Select(c => c.Value));
        var recorder = new ChangeRecorder(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = Instants.FromMicroseconds(now), By = by, Kind = PolicyDeeds.Kinds + "stop.import" });
        if (wanted.Count > 0) foreach (var (first, last) in fresh.Ranges) recorder.Range(SuppressedAddressTable.Name, first, last);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return new(read, wanted.Count, unread, recorder.Last > 0 ? recorder.Set.Id : null);
    }

    private static bool IsAddress(string said, out string[] channels)
    {
        channels = said.Contains('@', StringComparison.Ordinal) ? [ContactChannels.Email] : [ContactChannels.Phone, ContactChannels.Sms];
        return channels.Length == 1 ? System.Net.Mail.MailAddress.TryCreate(said, out _) && !said.Contains(' ', StringComparison.Ordinal) : AddressDigests.Digits(said).Length is >= 7 and <= 16 && said.All(c => char.IsAsciiDigit(c) || "+()-./ ".Contains(c, StringComparison.Ordinal));
    }

    private static async Task<HashSet<string>> Known(BulkSession session, IEnumerable<string> digests, CancellationToken ct)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in digests.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select digest from {SuppressedAddressTable.Name} where ended_at is null and digest in {command.In("@digests", some)}";
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) known.Add(row.GetString(0));
        }
        return known;
    }

    private static string Ended(bool ended) => ended ? "" : "and ended_at is null";

    private static async Task<System.Data.Common.DbCommand> Open(PatronDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        return db.Database.GetDbConnection().CreateCommand();
    }

    private static async Task<IReadOnlyList<ListedSuppression>> Read(System.Data.Common.DbCommand command, CancellationToken ct)
    {
        var rows = new List<ListedSuppression>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            rows.Add(new(new(row.GetInt64(0)), row.IsDBNull(1) ? null : new CustomerId(row.GetInt64(1)), row.Text(2), row.Text(3), (SuppressionReason)row.GetInt32(4), row.GetString(5),
                Instants.FromMicroseconds(row.GetInstant(6)), row.IsDBNull(7) ? null : new UserId(row.GetInt64(7)), row.IsDBNull(8) ? null : Instants.FromMicroseconds(row.GetInstant(8)), row.Text(9)));
        return rows;
    }
}
