using Patron.Analytics.Matching;

namespace Patron.Benchmarks;

/// <summary>
/// People by a seed with other faults than <see cref="LinkPeople"/> makes, and no column with the whole name: typing as fingers slip on a keyboard and as ears mishear, words
/// shortened, given and family name or town and region in each other's place, names for daily use, new surnames, years of birth without a day, relatives and namesakes.
/// </summary>
internal sealed class LinkHardPeople(int seed)
{
    private static readonly string[] Keys = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    private static readonly (string Heard, string Written)[] Sounds = [("ph", "f"), ("ck", "k"), ("tt", "t"), ("ll", "l"), ("ie", "y"), ("ey", "ie"), ("ou", "u"), ("ea", "ee"), ("wh", "w"), ("c", "k"), ("s", "z"), ("i", "y"), ("e", "a"), ("o", "u")];
    private static readonly string[] First = ["al", "an", "be", "car", "char", "da", "do", "ed", "el", "fran", "fre", "ge", "gra", "he", "hen", "is", "jo", "ju", "kat", "lau", "leo", "mar", "mat", "ni", "oli", "pat", "phi", "ra", "ro", "sam", "so", "ste", "tho", "vi", "wil"];
    private static readonly string[] Second = ["a", "ard", "bert", "cia", "das", "dora", "drew", "elia", "ence", "frid", "ge", "gory", "ian", "ice", "ie", "ina", "iso", "leth", "lia", "mas", "mina", "mond", "nand", "neth", "nor", "phia", "rick", "rietta", "rine", "stin", "thew", "vin", "wyn"];
    private static readonly string[] House = ["ab", "ash", "bar", "beck", "black", "bol", "brad", "bur", "cal", "clay", "corn", "cran", "dal", "dray", "far", "fen", "gar", "gib", "hal", "hart", "hol", "hux", "kel", "lang", "len", "mal", "mer", "nor", "old", "pen", "pres", "rad", "rock", "sed", "shel", "stan", "thorn", "tre", "wal", "wen", "whit", "wood", "york"];
    private static readonly string[] Hold = ["bury", "by", "combe", "cott", "croft", "dale", "den", "ell", "er", "field", "ford", "gate", "ham", "hill", "hurst", "ington", "land", "ley", "low", "man", "mere", "more", "ner", "ock", "ridge", "row", "sall", "sey", "shaw", "son", "stead", "ston", "thorpe", "tree", "wade", "way", "well", "wick", "win", "worth"];
    private static readonly string[] Regions = ["northshire", "southshire", "westmark", "eastmark", "highland", "lowland", "lakeland", "coastland", "midland", "borderland"];
    private static readonly string[] Callings = ["teacher", "farmer", "clerk", "sailor", "nurse", "carpenter", "merchant", "surgeon", "printer", "miner", "weaver", "soldier", "organist", "solicitor", "gardener", "surveyor", "baker", "journalist", "architect", "chemist"];

    private readonly Random random = new(seed * 7919);

    /// <param name="people">How many persons.</param>
    /// <param name="missing">Per cent of what is missing otherwise (36 of a hundred values): 125 is a quarter more.</param>
    /// <param name="records">A person's records on the average of a falling exponential; at most 45 and the first.</param>
    /// <param name="relatives">Of a hundred persons have the surname, the places and some the trade of the one before.</param>
    public LinkSet Make(int people, int missing = 125, int records = 11, int relatives = 12)
    {
        var table = new MatchTable(
            new(FieldRole.GivenName, "given"), new(FieldRole.FamilyName, "surname"), new(FieldRole.BirthDate, "born"), new(FieldRole.City, "town"), new(FieldRole.Region, "county"),
            new(FieldRole.PostalCode, "postcode"), new(FieldRole.Sex, "sex"), new(FieldRole.Text, "trade"));
        var truth = new List<int>();
        string[]? last = null;
        for (var person = 0; person < people; person++)
        {
            last = Person(last, relatives);
            var later = Word(House, Hold);
            for (var left = 1 + (int)Math.Min(45, -Math.Log(1 - random.NextDouble()) * records); left > 0; left--)
            {
                truth.Add(person);
                table.Append(Record(last, later, missing));
            }
        }
        return new(table, [.. truth]);
    }

    private string[] Person(string[]? last, int relatives)
    {
        var kin = last is not null && Chance(relatives);
        return [kin && Chance(12) ? last![0] : Word(First, Second), kin ? last![1] : Word(House, Hold), $"{random.Next(1780, 1990)}{1 + random.Next(12):00}{1 + random.Next(28):00}",
            kin ? last![3] : Word(House, Hold), kin ? last![4] : Regions[random.Next(Regions.Length)], kin ? last![5] : $"{(char)('a' + random.Next(20))}{(char)('a' + random.Next(20))}{random.Next(1, 30)}{random.Next(10)}{(char)('a' + random.Next(20))}{(char)('a' + random.Next(20))}",
            Chance(50) ? "f" : "m", kin && Chance(40) ? last![7] : Callings[random.Next(Callings.Length)]];
    }

    private string?[] Record(string[] person, string later, int missing)
    {
        var record = (string?[])person.Clone();
        if (Chance(8)) record[1] = later;
        if (Chance(20)) record[0] = Daily(person[0]);
        else if (Chance(8)) record[0] = person[0][..1];
        if (Chance(15)) record[2] = person[2][..4];
        else if (Chance(6)) record[2] = person[2][..4] + person[2][6..] + person[2][4..6];
        if (Chance(12)) record[3] = Word(House, Hold);
        if (Chance(6)) record[4] = person[4][..4];
        if (Chance(25)) record[5] = person[5][..3];
        if (Chance(12)) record[7] = Callings[random.Next(Callings.Length)];
        else if (Chance(6)) record[7] = person[7][..4];
        foreach (var field in new[] { 0, 1, 2, 3, 5 })
            if (Chance(9)) record[field] = Faulty(record[field]!);
        if (Chance(6)) (record[0], record[1]) = (record[1], record[0]);
        if (Chance(4)) (record[3], record[4]) = (record[4], record[3]);
        int[] gone = [16, 12, 36, 40, 40, 44, 36, 44];
        for (var field = 0; field < record.Length; field++)
            if (random.Next(10_000) < gone[field] * missing) record[field] = null;
        if (record[0] is null && record[1] is null) record[1] = person[1];
        return record;
    }

    /// <summary>Jo for Josephina, Bertie for Albert: by the beginning, or by the end.</summary>
    private string Daily(string name) => name.Length < 5 ? name : Chance(70) ? name[..3] + (Chance(50) ? "" : "ie") : name[^4..];

    private string Faulty(string text)
    {
        if (text.Length < 3) return text;
        var at = 1 + random.Next(text.Length - 2);
        if (char.IsAsciiDigit(text[at])) return text[..at] + (char)('0' + (text[at] - '0' + (Chance(50) ? 1 : 9)) % 10) + text[(at + 1)..];
        if (Chance(40) && Sounds.FirstOrDefault(s => text.IndexOf(s.Heard, 1, StringComparison.Ordinal) > 0) is { Heard: not null } sound) return text[..1] + text[1..].Replace(sound.Heard, sound.Written, StringComparison.Ordinal);
        return random.Next(4) switch
        {
            0 => text.Insert(at, text[at].ToString()),
            1 => text.Remove(at, 1),
            2 => text[..at] + Beside(text[at]) + text[(at + 1)..],
            _ => text[..at] + text[at + 1] + text[at] + text[(at + 2)..],
        };
    }

    private static char Beside(char letter) => Keys.FirstOrDefault(k => k.Contains(letter)) is { } row ? row[(row.IndexOf(letter) + 1) % row.Length] : letter;

    private string Word(string[] starts, string[] ends) => starts[Skewed(starts.Length)] + ends[Skewed(ends.Length)];

    private int Skewed(int count) => (int)(count * Math.Pow(random.NextDouble(), 1.6));

    private bool Chance(int percent) => random.Next(100) < percent;
}
