using Patron.Access.Contracts;
using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;
using Patron.Sales.KeepObjections;

namespace Patron.Sales.TakeObjections;

/// <summary>
/// An objections file: each row is one objection that a known customer raised. It is the same where that customer said the same at the same moment, or at any where the file keeps no times;
/// one that is known stays as people have left it.
/// </summary>
internal sealed class TakesObjections(IProducts products, IUserNames users) : ITakesRows<IncomingObjection>
{
    public IRowIntake<IncomingObjection> Begin(Intake intake) => new ObjectionIntake(intake, products, users);
}

internal sealed class ObjectionIntake(Intake intake, IProducts products, IUserNames users) : IRowIntake<IncomingObjection>
{
    private static readonly string[] Columns = ["customer_id", "id", "source_record_id", "product_id", "kind", "said", "answer", "worked", "at", "\"by\""];

    // A plan keeps what it would have written: it is in no table.
    private readonly HashSet<(long Customer, long? At, string Said)> planned = [];

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingObjection> rows, CancellationToken ct)
    {
        var records = await session.Find(ClaimScopes.Record(intake.Source.Id), rows.Select(r => r.Customer).ToHashSet(StringComparer.Ordinal), ct);
        var there = await There(session, [.. records.Values.Select(r => r.Customer).Distinct()], ct);
        var (fates, fresh) = (new RowFate[rows.Count], new List<(IncomingObjection Row, Claim Of)>());
        foreach (var (at, row) in rows.Index())
        {
            var wrong = Wrong(row);
            if (wrong is not null || !records.TryGetValue(row.Customer, out var of))
            {
                fates[at] = new(row.Line, Fate.Rejected, wrong ?? new("sales.row.nocustomer", "customer", row.Customer));
                continue;
            }
            var (exact, ever) = ((of.Customer, row.At, row.Said.Trim()), (of.Customer, (long?)null, row.Said.Trim()));
            var known = there.Contains(row.At is null ? ever : exact) || !planned.Add(exact);
            fates[at] = new(row.Line, known ? Fate.Unchanged : Fate.Created);
            if (!known) fresh.Add((row, of));
        }
        if (intake.PlanOnly) return fates;
        planned.Clear();
        if (fresh.Count > 0) await Write(session, fresh, ct);
        return fates;
    }

    private async Task Write(BulkSession session, List<(IncomingObjection Row, Claim Of)> rows, CancellationToken ct)
    {
        var people = await users.BySaid(session, [.. rows.Select(r => r.Row.By).OfType<string>().Distinct(StringComparer.Ordinal)], ct);
        var codes = await products.FindOrMake(session, intake, [.. rows.Select(r => r.Row.Product).OfType<string>().Distinct(StringComparer.Ordinal).Select(c => new NamedProduct(c, null, null))], ct);
        using (var sink = session.Sink(ObjectionTable.Name, Columns))
        {
            foreach (var (row, of) in rows)
            {
                sink.Begin();
                sink.Long(of.Customer);
                sink.Long(intake.Ids(ObjectionTable.Name).Next());
                sink.Long(of.Id);
                sink.Long(row.Product is { } code && codes.TryGetValue(code, out var product) ? product.Value : null);
                sink.Int((int)KindOf(row)!.Value);
                sink.Text(row.Said.Trim());
                sink.Text(row.Answer.Trim());
                sink.Int(row.Worked == true ? 1 : 0);
                sink.Instant(row.At ?? Instants.ToMicroseconds(intake.Now));
                sink.Long(row.By is { } by && people.TryGetValue(by, out var user) ? user.Value : null);
                sink.End();
            }
            sink.Complete();
        }
        session.Tell(Topics.Sales, rows.Select(r => r.Of.Customer));
    }

    /// <summary>What these customers have said: each with its moment, and once more without.</summary>
    private static async Task<HashSet<(long Customer, long? At, string Said)>> There(BulkSession session, long[] customers, CancellationToken ct)
    {
        var there = new HashSet<(long, long?, string)>();
        if (customers.Length == 0) return there;
        await using var command = session.Command();
        command.CommandText = $"select customer_id, at, said from {ObjectionTable.Name} where customer_id in {command.In("@customers", customers)}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            there.Add((reader.GetInt64(0), reader.GetInstant(1), reader.GetString(2)));
            there.Add((reader.GetInt64(0), null, reader.GetString(2)));
        }
        return there;
    }

    private static RowReason? Wrong(IncomingObjection row) =>
        row.Said.Trim().Length is 0 or > ObjectionTable.Longest ? new("sales.row.toolong", "said", row.Said, new { column = "said", max = ObjectionTable.Longest })
        : row.Answer.Trim().Length is 0 or > ObjectionTable.Longest ? new("sales.row.toolong", "answer", row.Answer, new { column = "answer", max = ObjectionTable.Longest })
        : KindOf(row) is null ? new("sales.row.objectionkind", "kind", row.Kind) : null;

    /// <summary>Null where the file's word is none of the four.</summary>
    private static ObjectionKind? KindOf(IncomingObjection row) => row.Kind?.Trim().ToLowerInvariant() switch
    {
        null or "" or "objective" or "objective ground" or "sachlich" or "객관적" or "客观" or "客觀" => ObjectionKind.Objective,
        "subjective" or "subjective opinion" or "opinion" or "subjektiv" or "주관적" or "主观" or "主觀" => ObjectionKind.Subjective,
        "defence" or "defense" or "mere defence" or "shield" or "vorwand" or "방어적" or "회피" or "推托" or "推託" => ObjectionKind.Defence,
        "regret" or "regret after purchase" or "kaufreue" or "후회" or "구매 후 후회" or "后悔" or "後悔" => ObjectionKind.Regret,
        _ => null,
    };
}
