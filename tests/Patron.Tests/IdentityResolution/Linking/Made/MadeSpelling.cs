namespace Patron.Tests.IdentityResolution.Linking.Made;

/// <summary>How systems write a name.</summary>
internal sealed class MadeSpelling(Random random)
{
    public string Name(MadePerson person, bool plain) => person.Language switch
    {
        MadeLanguage.Chinese => Chinese(person.Name, plain),
        MadeLanguage.Korean => Korean(person.Name, plain),
        _ => English(person.Name, plain),
    };

    private string Chinese(MadeName n, bool plain) => plain ? n.Family + n.Given : random.Next(20) switch
    {
        < 7 => n.Family + n.Given,
        < 10 => n.Traditional.Family + n.Traditional.Given,
        < 13 => n.Family + n.Given + random.Pick("先生", "女士", "教授", "小姐", "老师"),
        13 => $"{n.Family} {n.Given}",
        14 => n.Traditional.Family + n.Traditional.Given + random.Pick("先生", "女士", "教授"),
        _ => Latin(n, Joined(n.LatinGiven)),
    };

    private string Korean(MadeName n, bool plain) => plain ? n.Family + n.Given : random.Next(20) switch
    {
        < 8 => n.Family + n.Given,
        < 12 => n.Family + n.Given + random.Pick("님", " 님", "씨", " 씨", " 교수님", " 고객님", " 부장"),
        12 or 13 => $"{n.Family} {n.Given}",
        _ => Latin(n, random.Pick(Joined(n.LatinGiven), n.LatinGiven.Replace(' ', '-'), n.LatinGiven)),
    };

    /// <summary>Family name first or last, in capitals, with a title.</summary>
    private string Latin(MadeName n, string given)
    {
        var (family, first) = (Capital(n.LatinFamily), string.Join(' ', given.Split(' ').Select(Capital)));
        return random.Next(6) switch
        {
            0 or 1 => $"{family} {first}",
            2 => $"{first} {family}".ToUpperInvariant(),
            3 => random.Pick("Mr. ", "Ms. ", "Dr. ", "Prof. ") + $"{first} {family}",
            _ => $"{first} {family}",
        };
    }

    private string English(MadeName n, bool plain)
    {
        var (given, family) = (n.Given, n.Family);
        if (plain) return $"{given} {family}";
        if (random.Chance(.15)) given = MadeNames.ShortOf(given) ?? given;
        else if (random.Chance(.05)) given = given[..1] + ".";
        if (random.Chance(.06)) family = random.Slip(family);
        if (random.Chance(.06)) given = random.Slip(given);
        return random.Next(12) switch
        {
            0 => $"{family}, {given}",
            1 => $"{given} {random.Pick('A', 'J', 'M', 'L', 'E')}. {family}",
            2 => random.Pick("Mr. ", "Ms ", "Dr. ", "Prof. Dr. ") + $"{given} {family}",
            3 => $"{given} {family}".ToUpperInvariant(),
            4 => $"{family} {given}",
            5 => $"{given} {family}, PhD",
            _ => $"{given} {family}",
        };
    }

    private static string Joined(string given) => given.Replace(" ", "", StringComparison.Ordinal);

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
