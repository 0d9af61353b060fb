using Microsoft.EntityFrameworkCore;
using Patron.Codes.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Kernel;

namespace Patron.Codes;

internal sealed record CodeMistyped() : FieldRefusal("codes.refused.mistyped", "code");

internal sealed record CodeUnknown(string Code) : FieldRefusal("codes.refused.unknown", "code");

internal sealed record CodeUsed(string Code) : FieldRefusal("codes.refused.used", "code");

internal sealed record CodeTooLate(string Code) : FieldRefusal("codes.refused.late", "code");

/// <summary>Gives codes out and takes them in.</summary>
internal sealed class CodeBook(IDbContextFactory<PatronDb> contexts, IEnumerable<IEventLog> logs, IdMaker ids, TimeProvider clock) : ICodes
{
    /// <summary>Begins the kinds of its change sets.</summary>
    public const string Kinds = "code.";
    private const int LongestPlace = 60;

    public async Task<IReadOnlyDictionary<CustomerId, string>> Issue(BulkSession session, CodeSource source, IReadOnlyCollection<CodeWish> wishes, DateTimeOffset? until, CancellationToken ct)
    {
        var codes = await Known(session, source, wishes, ct);
        CodeWish[] missing = [.. wishes.Where(w => !codes.ContainsKey(w.Customer)).DistinctBy(w => w.Customer)];
        if (missing.Length == 0) return codes;
        var (fresh, given, now) = (new IdRanges(ids), await Unused(session, missing.Length, ct), Instants.ToMicroseconds(clock.GetUtcNow()));
        var rows = missing.Select((w, i) => (Wish: w, Code: given[i], Id: fresh.Next())).ToArray();
        using (var sink = session.Sink(IssuedCodeTable.Name, IssuedCodeTable.Columns))
        {
            foreach (var (wish, code, id) in rows) Write(sink, wish, code, id, source, now, until);
            sink.Complete();
        }
        using (var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns))
        {
            foreach (var (wish, code, id) in rows) ClaimedKeys.Write(claims, IssuedCode.Scope, code, id, wish.Customer.Value);
            claims.Complete();
        }
        foreach (var (wish, code, _) in rows) codes[wish.Customer] = code;
        return codes;
    }

    public async Task<Result<RedeemedCode>> Redeem(string typed, string? place, DateTimeOffset at, UserId? by, CancellationToken ct)
    {
        if (CodeText.Read(typed) is not { } code) return new CodeMistyped();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var shown = CodeText.Shown(code);
        if ((await session.Find(IssuedCode.Scope, [code], ct)).GetValueOrDefault(code) is not { Id: > 0 } claim) return new CodeUnknown(shown);
        var row = await session.Db.Set<IssuedCode>().AsNoTracking().FirstOrDefaultAsync(c => c.CustomerId == new CustomerId(claim.Customer) && c.Id == claim.Id, ct);
        if (row is null) return new CodeUnknown(shown);
        if (row.RedeemedAt is not null) return new CodeUsed(shown);
        if (row.Until is { } end && at >= end) return new CodeTooLate(shown);
        // Of two tills at once one changes the row, and the other one's condition no longer holds.
        var taken = await session.Execute(
            $"update {IssuedCodeTable.Name} set redeemed_at = @at, redeemed_by = @by, place = @place where customer_id = @customer and id = @id and redeemed_at is null",
            ct, ("@at", at), ("@by", by?.Value), ("@place", Cut(place)), ("@customer", claim.Customer), ("@id", claim.Id));
        if (taken == 0) return new CodeUsed(shown);
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + "redeem" };
        new ChangeRecorder(session.Db, set).Row(IssuedCodeTable.Name, row.Id, row.CustomerId,
            new Dictionary<string, object?> { ["redeemed_at"] = null, ["redeemed_by"] = null, ["place"] = null },
            new Dictionary<string, object?> { ["redeemed_at"] = Instants.ToMicroseconds(at), ["redeemed_by"] = by?.Value, ["place"] = Cut(place) });
        await session.Db.SaveChangesAsync(ct);
        foreach (var log in logs)
            await log.Append(session, [new(row.CustomerId, EventKinds.Redeemed, at, KeyOf(code), row.MessageId, row.SourceKind, row.SourceId, row.Arm, Machine: false, Cut(place))], ct);
        await session.Commit(ct);
        return new RedeemedCode(row.CustomerId, code, new(row.SourceKind, row.SourceId, row.Arm), at);
    }

    private static async Task<Dictionary<CustomerId, string>> Known(BulkSession session, CodeSource source, IReadOnlyCollection<CodeWish> wishes, CancellationToken ct)
    {
        var known = new Dictionary<CustomerId, string>();
        foreach (var some in wishes.Select(w => w.Customer.Value).Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select customer_id, code, arm from {IssuedCodeTable.Name} where customer_id in {command.In("@customers", some)} and source_kind = @kind and source_id = @source order by id desc";
            command.Add("@kind", source.SourceKind);
            command.Add("@source", source.SourceId);
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
                if (row.Text(2) == source.Arm) known[new(row.GetInt64(0))] = row.GetString(1);
        }
        return known;
    }

    /// <summary>Codes that nobody has.</summary>
    private static async Task<string[]> Unused(BulkSession session, int count, CancellationToken ct)
    {
        var unused = new HashSet<string>(count, StringComparer.Ordinal);
        while (unused.Count < count)
        {
            string[] some = [.. Enumerable.Range(0, count - unused.Count).Select(_ => CodeText.Make())];
            var taken = await session.Find(IssuedCode.Scope, some, ct);
            unused.UnionWith(some.Where(c => !taken.ContainsKey(c)));
        }
        return [.. unused];
    }

    private static void Write(IRowSink sink, CodeWish wish, string code, long id, CodeSource source, long now, DateTimeOffset? until)
    {
        sink.Begin();
        sink.Long(wish.Customer.Value);
        sink.Long(id);
        sink.Text(code);
        sink.Text(source.SourceKind);
        sink.Long(source.SourceId);
        sink.Text(source.Arm);
        sink.Long(wish.Message?.Value);
        sink.Instant(now);
        sink.Instant(until is { } end ? Instants.ToMicroseconds(end) : null);
        sink.End();
    }

    /// <summary>By which the log knows that the code was taken in.</summary>
    public static string KeyOf(string code) => "code:" + code;

    private static string? Cut(string? place) => place?.Trim() is { Length: > 0 } said ? said.Length <= LongestPlace ? said : said[..LongestPlace] : null;
}
