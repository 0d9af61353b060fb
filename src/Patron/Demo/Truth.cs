namespace Patron.Demo;

/// <summary>
/// Who is who, for tests. Exact evidence is an e-mail address or phone number that two records have in common and that nobody
/// else has; records with one exact id are joined by a chain of it. A person in several exact ids needs more than equal values.
/// </summary>
internal static class Truth
{
    public static readonly string[] Header = ["system", "external_id", "person_id", "exact_id", "evidence", "name_form", "trap"];

    public static IEnumerable<string[]> Rows(IReadOnlyList<SourceRow> rows)
    {
        var holders = rows.SelectMany(r => Values(r).Select(v => (Value: v, r.Person.Id))).Distinct().CountBy(h => h.Value).ToDictionary();
        foreach (var person in rows.GroupBy(r => r.Person.Id).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var records = person.ToArray();
            var part = Parts([.. records.Select(r => Values(r).Where(v => holders[v] == 1).ToArray())]);
            var parts = part.Distinct().Count();
            var evidence = records.Length == 1 ? "single" : parts == 1 ? "all" : parts < records.Length ? "part" : "none";
            for (var i = 0; i < records.Length; i++)
            {
                var r = records[i];
                yield return [r.System, r.Id, person.Key, $"{person.Key}.{part[i] + 1}", evidence, Word(r.Form), TrapWord(r)];
            }
        }
    }

    private static IEnumerable<string> Values(SourceRow row)
    {
        if (row.Email is { } email)
            yield return email;
        if (row.Phone is { } phone)
            yield return phone.Digits;
    }

    // The number of the first record of the part that a record is in; there are three records at most, so each pass is cheap.
    private static int[] Parts(string[][] values)
    {
        int[] part = [.. Enumerable.Range(0, values.Length)];
        for (var i = 1; i < values.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!values[i].Intersect(values[j]).Any())
                    continue;
                var (from, to) = (Math.Max(part[i], part[j]), Math.Min(part[i], part[j]));
                for (var k = 0; k < part.Length; k++)
                    part[k] = part[k] == from ? to : part[k];
            }
        }
        return part;
    }

    private static string Word(NameForm form) => form switch
    {
        NameForm.Latin => "latin", NameForm.Native => "native", NameForm.Typo => "typo", NameForm.Given => "given",
        NameForm.Initial => "initial", NameForm.Company => "company", _ => "none",
    };

    private static string TrapWord(SourceRow row) => row.Person.Trap switch
    {
        Trap.ShopPhone => "shop-phone", Trap.FamilyPhone => "family-phone", Trap.SharedEmail => "shared-email", Trap.SameName => "same-name",
        _ => row.HasJunk ? "junk" : "",
    };
}
