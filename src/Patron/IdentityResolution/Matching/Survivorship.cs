namespace Patron.IdentityResolution.Matching;

/// <summary>Fields that survivorship treats in a way of their own; all others are names that the caller chooses.</summary>
internal static class GoldenFields
{
    /// <summary>The name to show. Derived from <see cref="PersonName"/>, as the four below are: never read from the values.</summary>
    public const string Name = "name";
    public const string LatinName = "latinName";
    public const string Given = "given";
    public const string Family = "family";
    public const string Title = "title";

    public const string Email = "email";
    public const string Phone = "phone";
}

/// <summary>What one source record says about a customer.</summary>
/// <param name="At">When the record last changed: microseconds since 1970 in UTC.</param>
/// <param name="Day">The day to show for it.</param>
/// <param name="ByHand">Edited here by a person; overrules what systems send.</param>
/// <param name="Values">Field to value; an empty value says nothing.</param>
internal sealed record RecordValues(long Record, long At, DateOnly Day, bool ByHand, PersonName Name, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Id of the source, for the order of trust; 0 where a person entered it.</summary>
    public long Source { get; init; }
}

/// <param name="Record">The source record that the value comes from.</param>
internal sealed record Candidate(string Value, long Record, DateOnly Day);

/// <param name="Reason">A key of the room's texts; its sentence takes {day} of the winner and {count} of the candidates.</param>
/// <param name="Candidates">Every record that has a value, the winner first, then by the same rule.</param>
internal sealed record GoldenValue(string Field, Candidate Winner, string Reason, IReadOnlyList<Candidate> Candidates)
{
    public string Value => Winner.Value;
}

/// <summary>
/// Picks each golden field's value among the source records of one customer: hand edits first, then by the criteria of the field's rule, then the newest
/// record that has one; of equally new ones the larger record id. Whatever the rules, an e-mail address or phone number that is junk never wins.
/// The result does not depend on the order of the records and is ordered by field.
/// </summary>
internal static class Survivorship
{
    private static readonly string[] Places = ["street", "city", "region"];
    private static readonly string[] FromName = [GoldenFields.Name, GoldenFields.LatinName, GoldenFields.Given, GoldenFields.Family, GoldenFields.Title];

    public static IReadOnlyList<GoldenValue> Choose(IReadOnlyList<RecordValues> records, SurvivorshipRules rules)
    {
        var newestFirst = records.OrderByDescending(r => r.ByHand).ThenByDescending(r => r.At).ThenByDescending(r => r.Record).ToArray();
        var ranking = new Ranking(newestFirst, rules);
        var golden = Names(newestFirst, ranking);
        foreach (var field in newestFirst.SelectMany(r => r.Values.Keys).Distinct().Except(FromName))
            golden.Add(Value(field, ranking));
        return [.. golden.OfType<GoldenValue>().OrderBy(g => g.Field, StringComparer.Ordinal)];
    }

    private static List<GoldenValue?> Names(RecordValues[] newestFirst, Ranking ranking)
    {
        var ownFirst = ranking.Best(SurvivorshipRules.Name, r => r.Name.OwnScript, r => Completeness(r.Name, r.Name.OwnScript!));
        var latinFirst = ranking.Best(SurvivorshipRules.Name, r => r.Name.Latin, r => Completeness(r.Name, r.Name.Latin!));
        var titled = ranking.Best(SurvivorshipRules.Title, r => r.Name.Title, Ranking.Known);

        // Given and family name belong together: both come from the record that gives the name.
        var main = ownFirst.Records.Count > 0 ? ownFirst : latinFirst;
        // A name that a person entered is the name, whatever script the systems have it in.
        if (newestFirst.FirstOrDefault(r => r.ByHand && r.Name.FullName.Length > 0) is { } entered) main = main with { Records = [entered, .. main.Records.Where(r => r != entered)] };
        return
        [
            Golden(GoldenFields.Name, main, r => r.Name.FullName, IdentityReasons.GoldenName),
            Golden(GoldenFields.LatinName, latinFirst, r => r.Name.Latin, IdentityReasons.GoldenName),
            Golden(GoldenFields.Given, main with { Records = [.. main.Records.Take(1)] }, r => r.Name.Given, IdentityReasons.GoldenName),
            Golden(GoldenFields.Family, main with { Records = [.. main.Records.Take(1)] }, r => r.Name.Family, IdentityReasons.GoldenName),
            Golden(GoldenFields.Title, titled, r => r.Name.Title, IdentityReasons.GoldenTitle),
        ];
    }

    /// <summary>Both parts count two, one; a name without a word in capitals counts one.</summary>
    private static int Completeness(PersonName name, string shown) =>
        (name is { Given: not null, Family: not null } ? 2 : 0) + (Capitals.In(shown) ? 0 : 1);

    private static GoldenValue? Value(string field, Ranking ranking)
    {
        if (field is GoldenFields.Email or GoldenFields.Phone)
            return Golden(field, ranking.Best(field, r => IsJunk(field, r) ? null : Said(r), Ranking.Known), Said, IdentityReasons.GoldenUsable);
        if (SurvivorshipRules.IsAddress(field)) return OfAddress(field, ranking, Said);
        return Golden(field, ranking.Best(SurvivorshipRules.RuleOf(field), Said, Ranking.Known), Said, IdentityReasons.GoldenNewest);

        string? Said(RecordValues record) => record.Values.GetValueOrDefault(field);
    }

    /// <summary>
    /// An address is one: the same record is best for each of its fields, as far as it has them. What it lacks comes from the record that fits it best: that says nothing else
    /// about the address, or else has most other values in common with it. Else the newest of all would put a street of Cambridge into China.
    /// </summary>
    private static GoldenValue? OfAddress(string field, Ranking ranking, Func<RecordValues, string?> said)
    {
        var best = ranking.Best(SurvivorshipRules.Address, Whole, r => r.Values.Count(v => SurvivorshipRules.IsAddress(v.Key) && !string.IsNullOrWhiteSpace(v.Value)));
        var having = best with { Records = [.. best.Records.Where(r => !string.IsNullOrWhiteSpace(said(r)))] };
        var isFilled = having.Records.Count > 0 && !ReferenceEquals(having.Records[0], best.Records[0]);
        if (isFilled) having = new([.. having.Records.OrderByDescending(r => r.ByHand).ThenBy(r => Contradicts(r, best.Records[0])).ThenByDescending(r => InCommon(r, best.Records[0]))], []);
        return Golden(field, Places.Contains(field) ? Readable(field, having) : having, said, isFilled ? IdentityReasons.GoldenFitting : IdentityReasons.GoldenNewest);

        static string Whole(RecordValues record) => string.Join('\n', record.Values.Where(v => SurvivorshipRules.IsAddress(v.Key)).OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => v.Value)).Trim();
    }

    /// <summary>Something of the address is another one.</summary>
    private static bool Contradicts(RecordValues record, RecordValues other) => record.Values.Any(v =>
        SurvivorshipRules.IsAddress(v.Key) && !string.IsNullOrWhiteSpace(v.Value) && other.Values.GetValueOrDefault(v.Key) is { } theirs && !string.IsNullOrWhiteSpace(theirs) && !IsSame(v.Value, theirs));

    private static int InCommon(RecordValues record, RecordValues other) => record.Values.Count(v => !string.IsNullOrWhiteSpace(v.Value) && other.Values.GetValueOrDefault(v.Key) is { } theirs && IsSame(v.Value, theirs));

    private static bool IsSame(string value, string other) => value.Trim().Equals(other.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>A place in capitals gives way to another record that writes the same place as one reads it; another place does not.</summary>
    private static RankedRecords Readable(string field, RankedRecords best)
    {
        if (best.Records is not [var first, ..] || !Capitals.In(first.Values[field])) return best;
        var same = best.Records.FirstOrDefault(r => r.Values[field] is var other && !Capitals.In(other) && other.Equals(first.Values[field], StringComparison.OrdinalIgnoreCase));
        return same is null ? best : best with { Records = [.. best.Records.OrderByDescending(r => r.ByHand).ThenByDescending(r => ReferenceEquals(r, same))] };
    }

    private static bool IsJunk(string field, RecordValues record)
    {
        var value = record.Values.GetValueOrDefault(field);
        return field == GoldenFields.Email ? EmailKey.Normalise(value) is null : PhoneKey.IsNoNumber(value);
    }

    private static GoldenValue? Golden(string field, RankedRecords best, Func<RecordValues, string?> value, string reason)
    {
        var having = best.Records.Where(r => !string.IsNullOrWhiteSpace(value(r))).ToArray();
        if (having.Length == 0) return null;
        var candidates = having.Select(r => new Candidate(value(r)!, r.Record, r.Day)).ToArray();
        return new(field, candidates[0], Why(having, candidates, best, reason), candidates);
    }

    private static string Why(RecordValues[] having, Candidate[] candidates, RankedRecords best, string reason)
    {
        if (having[0].ByHand) return IdentityReasons.GoldenByHand;
        if (having.Length == 1) return IdentityReasons.GoldenOnly;
        if (candidates.All(c => c.Value == candidates[0].Value)) return IdentityReasons.GoldenAgreed;
        // Another spelling of the same is no rival where there is a real one.
        var rival = Array.FindIndex(candidates, c => !c.Value.Equals(candidates[0].Value, StringComparison.OrdinalIgnoreCase));
        if (rival < 0) rival = Array.FindIndex(candidates, c => c.Value != candidates[0].Value);
        return best.Decider(having[0], having[rival]) is { } criterion ? IdentityReasons.Of(criterion) : reason;
    }
}
