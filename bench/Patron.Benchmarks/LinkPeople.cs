using Patron.Analytics.Matching;

namespace Patron.Benchmarks;

/// <summary>A table of invented records and who each of them really is.</summary>
internal sealed record LinkSet(MatchTable Table, int[] Truth);

/// <summary>How hard it is to tell <see cref="LinkPeople.Historical"/> apart; per cent where nothing else is said.</summary>
/// <param name="Relatives">Persons who have surname, places and often the trade of the one before.</param>
/// <param name="Namesakes">Of those, the ones who have his given name as well.</param>
/// <param name="Mistyped">Values with a typing error.</param>
/// <param name="MoreMissing">Points added to each field's share of missing values.</param>
/// <param name="Records">A person's records on the average of a falling exponential; at most 45 and the first.</param>
internal sealed record HistoricalFaults(int Relatives = 10, int Namesakes = 12, int Mistyped = 8, int MoreMissing = 0, int Records = 9);

/// <summary>People by a seed, with the errors that people make. Names are made of syllables, a few of them frequent and most rare, as real ones are.</summary>
internal sealed class LinkPeople(int seed)
{
    private static readonly string[] Starts = ["ba", "be", "bra", "ca", "cla", "co", "da", "de", "dra", "e", "fa", "fle", "ga", "gre", "ha", "he", "hu", "ja", "ke", "la", "le", "lo", "ma", "mc", "me", "mo", "na", "no", "o", "pa", "pe", "pra", "re", "ro", "sa", "sha", "sta", "sto", "ta", "the", "tra", "va", "wa", "whi", "wi", "ya"];
    private static readonly string[] Middles = ["l", "n", "r", "rr", "nd", "ll", "m", "rl", "st", "tt", "ck", "v", "w", "bb", "th", "sh", "d", "k", "ng", "rt"];
    private static readonly string[] Ends = ["an", "ard", "el", "en", "er", "ers", "ey", "field", "ford", "ham", "ia", "in", "ing", "is", "ley", "man", "o", "on", "ow", "s", "son", "stone", "ton", "wick", "worth", "y"];
    private static readonly string[] Ways = ["street", "road", "place", "crescent", "avenue", "close", "circuit", "drive"];
    private static readonly string[] Regions = ["nsw", "vic", "qld", "wa", "sa", "tas", "act", "nt"];
    private static readonly string[] Callings = ["politician", "writer", "painter", "footballer", "actor", "priest", "engineer", "officer", "botanist", "lawyer", "judge", "photographer", "composer", "cricketer", "physician"];

    private readonly Random random = new(seed);
    private readonly string[] given = Words(seed + 1, 1_500);
    private readonly string[] family = Words(seed + 2, 12_000);
    private readonly string[] towns = Words(seed + 3, 3_000);
    private readonly string[] streets = Words(seed + 4, 6_000);

    /// <summary>Given names and what they are shortened to, for the model.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Nicknames => [.. given.Where(n => n.Length > 4).Select(n => new[] { n, Short(n) })];

    /// <summary>Records in the manner of Febrl: half originals, half copies with up to three errors a record, up to five copies a person.</summary>
    public LinkSet Febrl(int records)
    {
        var table = new MatchTable(
            new(FieldRole.GivenName, "given"), new(FieldRole.FamilyName, "family"), new(FieldRole.StreetNumber, "number"), new(FieldRole.Street, "street"), new(FieldRole.Street, "place"),
            new(FieldRole.City, "town"), new(FieldRole.PostalCode, "postcode"), new(FieldRole.Region, "region"), new(FieldRole.BirthDate, "born"), new(FieldRole.Identifier, "insurance"));
        var truth = new int[records];
        for (var (person, made) = (0, 0); made < records; person++)
        {
            var original = Original();
            for (var copies = random.Next(2) == 0 ? 1 : 1 + random.Next(1, 5); copies > 0 && made < records; copies--)
            {
                truth[made++] = person;
                table.Append(copies == 1 ? original : Copy(original));
            }
        }
        return new(table, truth);
    }

    /// <summary>Hard: up to dozens of records a person, half of the fields missing, names in many forms, relatives with the same names, places and trades.</summary>
    public LinkSet Historical(int people, HistoricalFaults? how = null)
    {
        var faults = how ?? new();
        var table = new MatchTable(
            new(FieldRole.FullName, "full name"), new(FieldRole.GivenName, "first name"), new(FieldRole.FamilyName, "last name"), new(FieldRole.BirthDate, "born"), new(FieldRole.City, "birth place"),
            new(FieldRole.PostalCode, "postcode"), new(FieldRole.Sex, "sex"), new(FieldRole.Text, "calling"));
        var truth = new List<int>();
        var last = new string[8];
        for (var person = 0; person < people; person++)
        {
            last = Historical(last, isRelative: person > 0 && random.Next(100) < faults.Relatives, faults.Namesakes);
            for (var records = 1 + (int)Math.Min(45, -Math.Log(1 - random.NextDouble()) * faults.Records); records > 0; records--)
            {
                truth.Add(person);
                table.Append(Variant(last, faults));
            }
        }
        return new(table, [.. truth]);
    }

    /// <summary>
    /// Customers of many shops: records on the average of a falling exponential, half of the fields missing, of names a sixth. Every third person has moved and has records of both
    /// addresses; one of five has family name and first address of the one before, one of twenty the day of birth as well, as twins have.
    /// </summary>
    public LinkSet Movers(int people, int records)
    {
        var table = new MatchTable(
            new(FieldRole.GivenName, "first name"), new(FieldRole.FamilyName, "last name"), new(FieldRole.BirthDate, "born"), new(FieldRole.StreetNumber, "number"), new(FieldRole.Street, "street"),
            new(FieldRole.City, "town"), new(FieldRole.PostalCode, "postcode"), new(FieldRole.Text, "calling"));
        var truth = new List<int>();
        string[] last = [];
        for (var person = 0; person < people; person++)
        {
            var kind = person == 0 ? 20 : random.Next(20);
            string[] home = kind < 4 ? last[3..7] : Home();
            last = [Pick(given), kind < 4 ? last[1] : Pick(family), kind == 0 ? last[2] : Date(1930, 2006), .. home, Callings[Skewed(Callings.Length)]];
            var then = random.Next(3) == 0 ? Home() : home;
            for (var left = 1 + (int)Math.Min(5 * records, -Math.Log(1 - random.NextDouble()) * records); left > 0; left--)
            {
                truth.Add(person);
                string?[] copy = [.. last[..3], .. random.Next(2) == 0 ? home : then, last[7]];
                if (random.Next(7) == 0) copy[0] = random.Next(2) == 0 ? Short(last[0]) : last[0][..1];
                for (var f = 0; f < copy.Length; f++)
                {
                    if (random.Next(100) < (f < 2 ? 17 : 50)) copy[f] = null;
                    else if (f is not 3 and not 7 && random.Next(100) < 10) copy[f] = f == 2 ? Mistyped(last[2].Replace("-", "", StringComparison.Ordinal)).PadRight(8, '1')[..8] : Mistyped(copy[f]!);
                }
                if (Array.TrueForAll(copy, v => v is null)) copy[1] = last[1];
                table.Append(copy);
            }
        }
        return new(table, [.. truth]);

        string[] Home() => [$"{random.Next(1, 200)}", $"{Pick(streets)} {Ways[random.Next(Ways.Length)]}", Pick(towns), Digits(4)];
    }

    /// <summary>Organisations: up to six records each, legal forms and abbreviations, branches in other towns, daughters with similar names.</summary>
    public LinkSet Organisations(int count)
    {
        string[] trades = ["trading", "logistics", "consulting", "foods", "steel", "textiles", "software", "insurance", "motors", "pharma", "energy", "media"];
        string[] forms = ["ltd", "limited", "inc", "gmbh", "co", "plc", "sa", "group"];
        var table = new MatchTable(new(FieldRole.Organisation, "name"), new(FieldRole.City, "town"), new(FieldRole.PostalCode, "postcode"), new(FieldRole.Street, "street"), new(FieldRole.Phone, "phone"));
        var truth = new List<int>();
        for (var organisation = 0; organisation < count; organisation++)
        {
            var name = $"{Pick(family)} {(random.Next(2) == 0 ? $"{Pick(family)} " : "")}{trades[random.Next(trades.Length)]}";
            string[] whole = [name, Pick(towns), Digits(5), $"{Pick(streets)} {Ways[random.Next(Ways.Length)]} {random.Next(1, 200)}", Digits(9)];
            for (var records = 1 + random.Next(6); records > 0; records--)
            {
                truth.Add(organisation);
                var copy = (string?[])whole.Clone();
                var words = name.Split(' ');
                if (random.Next(5) == 0) copy[0] = string.Join(' ', words[..^1]) + ' ' + words[^1][..Math.Min(4, words[^1].Length)];
                if (random.Next(3) > 0) copy[0] += ' ' + forms[random.Next(forms.Length)];
                for (var f = 0; f < copy.Length; f++)
                {
                    if (f > 0 && random.Next(100) < 45) copy[f] = null;
                    else if (random.Next(100) < 15) copy[f] = Mistyped(copy[f]!);
                }
                if (random.Next(10) == 0) copy[1] = Pick(towns);
                table.Append(copy);
            }
        }
        return new(table, [.. truth]);
    }

    private string?[] Original()
    {
        var whole = new string?[] { Pick(given), Pick(family), $"{1 + random.Next(random.Next(1, 400))}", $"{Pick(streets)} {Ways[random.Next(Ways.Length)]}", Pick(towns), Pick(towns), Digits(4), Regions[Skewed(Regions.Length)], Date(1900, 2000), Digits(7) };
        for (var f = 0; f < whole.Length - 1; f++)
            if (random.Next(100) < (f == 4 ? 8 : 2)) whole[f] = null;
        return whole;
    }

    private string?[] Copy(string?[] original)
    {
        var copy = (string?[])original.Clone();
        for (var errors = 1 + random.Next(4); errors > 0; errors--)
        {
            var f = random.Next(copy.Length);
            var kind = random.Next(100);
            if (kind < 6 && f < 2) (copy[0], copy[1]) = (copy[1], copy[0]);
            else if (kind < 16) copy[f] = null;
            else if (kind < 26) copy[f] = Original()[f];
            else if (copy[f] is { } text) copy[f] = Mistyped(text);
        }
        return copy;
    }

    private string[] Historical(string[] last, bool isRelative, int namesakes)
    {
        var (first, surname) = (isRelative && random.Next(100) < namesakes ? last[1] : Pick(given), isRelative ? last[2] : Pick(family));
        var second = random.Next(3) == 0 ? $" {Pick(given)}" : "";
        var style = random.Next(8) == 0 ? $", 1st baron {Pick(towns)}" : "";
        return [$"{first}{second} {surname}{style}", first, surname, Date(1600, 1950), isRelative ? last[4] : Pick(towns), isRelative ? last[5] : $"{Pick(towns)[..2]}{random.Next(1, 30)} {random.Next(10)}{Digits(2)}", random.Next(4) == 0 ? "female" : "male",
            isRelative && random.Next(2) == 0 ? last[7] : Callings[Skewed(Callings.Length)]];
    }

    private string?[] Variant(string[] person, HistoricalFaults faults)
    {
        var copy = (string?[])person.Clone();
        if (random.Next(4) == 0) copy[1] = Short(person[1]);
        if (random.Next(3) == 0) copy[0] = $"{copy[1]} {person[2]}";
        if (random.Next(12) == 0) (copy[1], copy[2]) = (copy[2], copy[1]);
        if (random.Next(4) == 0) copy[3] = random.Next(2) == 0 ? $"{person[3][..4]}-01-01" : Mistyped(person[3].Replace("-", "", StringComparison.Ordinal)).PadRight(8, '1')[..8];
        if (random.Next(3) == 0) copy[5] = person[5][..^2] + Digits(2);
        if (random.Next(8) == 0) copy[4] = Pick(towns);
        if (random.Next(6) == 0) copy[7] = Callings[random.Next(Callings.Length)];
        for (var f = 0; f < copy.Length; f++)
            if (f is not 3 and not 6 && random.Next(100) < faults.Mistyped) copy[f] = Mistyped(copy[f]!);
        int[] missing = [35, 30, 30, 45, 50, 55, 50, 55];
        for (var f = 0; f < copy.Length; f++)
            if (random.Next(100) < missing[f] + faults.MoreMissing) copy[f] = null;
        if (copy[0] is null && copy[1] is null && copy[2] is null) copy[0] = person[0];
        return copy;
    }

    private string Mistyped(string text)
    {
        if (text.Length < 2) return text;
        var at = random.Next(text.Length - 1);
        var letter = char.IsAsciiDigit(text[at]) ? (char)('0' + random.Next(10)) : (char)('a' + random.Next(26));
        return random.Next(4) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, letter.ToString()),
            2 => text[..at] + letter + text[(at + 1)..],
            _ => text[..at] + text[at + 1] + text[at] + text[(at + 2)..],
        };
    }

    private static string Short(string name) => name.Length <= 4 ? name : name[..3] + "y";

    private string Pick(string[] words) => words[Skewed(words.Length)];

    /// <summary>The first of many are frequent, the last rare.</summary>
    private int Skewed(int count) => (int)(count * Math.Pow(random.NextDouble(), 2.5));

    private string Date(int from, int to) => $"{random.Next(from, to)}-{1 + random.Next(12):00}-{1 + random.Next(28):00}";

    private string Digits(int count) => string.Create(count, random, (span, r) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = (char)('0' + r.Next(10));
    });

    private static string[] Words(int seed, int count)
    {
        var random = new Random(seed);
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (words.Count < count)
        {
            var word = Starts[random.Next(Starts.Length)] + Middles[random.Next(Middles.Length)];
            if (random.Next(3) == 0) word += Starts[random.Next(Starts.Length)] + Middles[random.Next(Middles.Length)];
            words.Add(word + Ends[random.Next(Ends.Length)]);
        }
        return [.. words];
    }
}
