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
internal sealed record RecordValues(long Record, long At, DateOnly Day, bool ByHand, PersonName Name, IReadOnlyDictionary<string, string> Values);

/// <param name="Record">The source record that the value comes from.</param>
internal sealed record Candidate(string Value, long Record, DateOnly Day);

/// <param name="Reason">A key of the room's texts; its sentence takes {day} of the winner and {count} of the candidates.</param>
/// <param name="Candidates">Every record that has a value, the winner first, then by the same rule.</param>
internal sealed record GoldenValue(string Field, Candidate Winner, string Reason, IReadOnlyList<Candidate> Candidates)
{
    public string Value => Winner.Value;
}

/// <summary>
/// Picks each golden field's value among the source records of one customer: hand edits first, then the newest record that has one;
/// of equally new ones the larger record id. Names prefer completeness to newness, a title its weight, e-mail and phone what is no junk.
/// The result does not depend on the order of the records and is ordered by field.
/// </summary>
internal static class Survivorship
{
    private static readonly string[] Places = ["street", "city", "region"];
    private static readonly string[] FromName = [GoldenFields.Name, GoldenFields.LatinName, GoldenFields.Given, GoldenFields.Family, GoldenFields.Title];

    public static IReadOnlyList<GoldenValue> Choose(IReadOnlyList<RecordValues> records)
    {
        var newestFirst = records.OrderByDescending(r => r.ByHand).ThenByDescending(r => r.At).ThenByDescending(r => r.Record).ToArray();
        var golden = Names(newestFirst);
        foreach (var field in newestFirst.SelectMany(r => r.Values.Keys).Distinct().Except(FromName))
            golden.Add(Value(field, newestFirst));
        return [.. golden.OfType<GoldenValue>().OrderBy(g => g.Field, StringComparer.Ordinal)];
    }

    private static List<GoldenValue?> Names(RecordValues[] newestFirst)
    {
        var ownFirst = Ranked(newestFirst, r => r.Name.OwnScript is { } own ? Completeness(r.Name, own) : -1);
        var latinFirst = Ranked(newestFirst, r => r.Name.Latin is { } latin ? Completeness(r.Name, latin) : -1);
        var titled = Ranked(newestFirst, r => Honorifics.Weight(r.Name.Title));

        // Given and family name belong together: both come from the record that gives the name.
        var main = ownFirst.FindAll(r => r.Name.OwnScript is not null);
        if (main.Count == 0) main = latinFirst.FindAll(r => r.Name.Latin is not null);
        // A name that a person entered is the name, whatever script the systems have it in.
        if (newestFirst.FirstOrDefault(r => r.ByHand && r.Name.FullName.Length > 0) is { } entered) main = [entered, .. main.Where(r => r != entered)];
        return
        [
            Golden(GoldenFields.Name, main, r => r.Name.FullName, IdentityReasons.GoldenName),
            Golden(GoldenFields.LatinName, latinFirst, r => r.Name.Latin, IdentityReasons.GoldenName),
            Golden(GoldenFields.Given, main.Take(1), r => r.Name.Given, IdentityReasons.GoldenName),
            Golden(GoldenFields.Family, main.Take(1), r => r.Name.Family, IdentityReasons.GoldenName),
            Golden(GoldenFields.Title, titled, r => r.Name.Title, IdentityReasons.GoldenTitle),
        ];
    }

    /// <summary>Hand edits stay in front; the sort is stable, so equals stay newest first.</summary>
    private static List<RecordValues> Ranked(RecordValues[] newestFirst, Func<RecordValues, int> rank) =>
        [.. newestFirst.OrderByDescending(r => r.ByHand).ThenByDescending(rank)];

    /// <summary>Both parts count two, one; a name without a word in capitals counts one.</summary>
    private static int Completeness(PersonName name, string shown) =>
        (name is { Given: not null, Family: not null } ? 2 : 0) + (Capitals.In(shown) ? 0 : 1);


    private static GoldenValue? Value(string field, RecordValues[] newestFirst)
    {
        if (field is not (GoldenFields.Email or GoldenFields.Phone))
            return Golden(field, Places.Contains(field) ? Readable(field, newestFirst) : newestFirst, r => r.Values.GetValueOrDefault(field), IdentityReasons.GoldenNewest);
        var usable = newestFirst.Where(r => !IsJunk(field, r));
        return Golden(field, usable, r => r.Values.GetValueOrDefault(field), IdentityReasons.GoldenUsable);
    }

    /// <summary>A place in capitals gives way to an older record that writes the same place as one reads it; another place does not.</summary>
    private static IEnumerable<RecordValues> Readable(string field, RecordValues[] newestFirst)
    {
        var newest = newestFirst.FirstOrDefault(r => !string.IsNullOrWhiteSpace(r.Values.GetValueOrDefault(field)));
        if (newest is null || !Capitals.In(newest.Values[field])) return newestFirst;
        var same = newestFirst.FirstOrDefault(r => r.Values.GetValueOrDefault(field) is { } other && !Capitals.In(other) && other.Equals(newest.Values[field], StringComparison.OrdinalIgnoreCase));
        return same is null ? newestFirst : newestFirst.OrderByDescending(r => r.ByHand).ThenByDescending(r => ReferenceEquals(r, same));
    }

    private static bool IsJunk(string field, RecordValues record)
    {
        var value = record.Values.GetValueOrDefault(field);
        return field == GoldenFields.Email ? EmailKey.Normalise(value) is null : PhoneKey.IsNoNumber(value);
    }

    private static GoldenValue? Golden(string field, IEnumerable<RecordValues> bestFirst, Func<RecordValues, string?> value, string reason)
    {
        var having = bestFirst.Where(r => !string.IsNullOrWhiteSpace(value(r))).ToArray();
        if (having.Length == 0) return null;
        var candidates = having.Select(r => new Candidate(value(r)!, r.Record, r.Day)).ToArray();
        return new(field, candidates[0], Why(having, candidates, reason), candidates);
    }

    private static string Why(RecordValues[] having, Candidate[] candidates, string reason) =>
        having[0].ByHand ? IdentityReasons.GoldenByHand
        : having.Length == 1 ? IdentityReasons.GoldenOnly
        : candidates.All(c => c.Value == candidates[0].Value) ? IdentityReasons.GoldenAgreed
        : reason;
}
