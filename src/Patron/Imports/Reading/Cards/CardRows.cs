namespace Patron.Imports.Reading.Cards;

/// <summary>Cards as rows of customers: one for each card, on the line on which it begins. The columns are called as our fields are.</summary>
internal static class CardRows
{
    /// <summary>Behind the preferred address or number the next one is shown too; it fills no field unless a person says so.</summary>
    private static readonly string[] Columns =
    [
        "id", "kind", "title", "name", "given", "family", "company", "email", "email 2", "phone", "phone 2", "street", "city", "region", "postal", "country", "birth", "sex", "language",
    ];

    public static Parsed<RowsFileInfo> Unpack(Stream stream, Stream into, string? encoding, ImportLimits limits, Action<long> progress, CancellationToken ct)
    {
        var detected = FormatDetection.DetectEncoding(stream, encoding);
        stream.Position = 0;
        var reads = TextEncodings.Find(detected.Guess.Name)!;
        using var text = new StreamReader(stream, reads, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16, leaveOpen: true);
        // The names of the columns stand on line 0: the first card begins on line 1.
        using (var writer = new RowsWriter(into, firstRow: 0, limits.Unpacked))
        {
            writer.Write(0, Columns);
            var cards = 0L;
            foreach (var (line, card) in Cards(new CardText(text, reads)))
            {
                writer.Write(line, Row(card), evenEmpty: true);
                if (++cards % 10_000 != 0) continue;
                ct.ThrowIfCancellationRequested();
                progress(cards);
            }
        }
        return new RowsFileInfo(0, null, [], [], detected.Guess.Name.ToUpperInvariant(), detected.Readings);
    }

    /// <summary>A card ends with END, with the next BEGIN, or with the file; one inside another (AGENT of version 2.1) is passed over.</summary>
    private static IEnumerable<(long Line, List<CardProperty> Card)> Cards(CardText text)
    {
        List<CardProperty>? card = null;
        var (line, inner, agent) = (0L, 0, false);
        while (text.Next() is { } property)
        {
            var (begins, ends) = (IsMark(property, "BEGIN"), IsMark(property, "END"));
            if (begins && card is not null && agent || inner > 0)
            {
                (inner, agent) = (inner + (begins ? 1 : ends ? -1 : 0), false);
                continue;
            }
            if ((begins || ends) && card is not null)
            {
                yield return (line, card);
                card = null;
            }
            if (begins) (card, line) = ([], text.Line);
            else card?.Add(property);
            agent = property.Name == "AGENT";
        }
        if (card is not null) yield return (line, card);
    }

    private static bool IsMark(CardProperty property, string name) => property.Name == name && property.Value.Trim().Equals("VCARD", StringComparison.OrdinalIgnoreCase);

    private static string[] Row(List<CardProperty> card)
    {
        var (name, address, org) = (Best("N"), Best("ADR"), Best("ORG"));
        var (mails, phones) = (Ordered("EMAIL"), Ordered("TEL"));
        return
        [
            Text("UID"), KindOf(Text("KIND")), name?.Part(3) ?? "", Text("FN"), name?.Part(1) ?? "", name?.Part(0) ?? "", org?.Part(0) ?? "",
            At(mails, 0), At(mails, 1), PhoneOf(At(phones, 0)), PhoneOf(At(phones, 1)),
            address?.Part(2).Replace('\n', ' ') ?? "", address?.Part(3) ?? "", address?.Part(4) ?? "", address?.Part(5) ?? "", address?.Part(6) ?? "",
            DayOf(Text("BDAY")), Best("GENDER")?.Part(0) ?? "", Text("LANG"),
        ];

        // Sorting is stable: among equally preferred ones the first of the card comes first.
        IEnumerable<CardProperty> All(string of) => card.Where(p => p.Name == of && p.Text.Length > 0).OrderBy(p => p.Preference);
        CardProperty? Best(string of) => All(of).FirstOrDefault();
        string Text(string of) => Best(of)?.Text ?? "";
        string[] Ordered(string of) => [.. All(of).Select(p => p.Text)];
    }

    private static string At(string[] texts, int index) => index < texts.Length ? texts[index] : "";

    /// <summary>KIND of version 4.0; earlier cards say nothing.</summary>
    private static string KindOf(string kind) => kind.ToLowerInvariant() switch { "individual" => "person", "org" => "organisation", var other => other };

    /// <summary>tel:+49-69-12345 of version 4.0 is a number like any other.</summary>
    private static string PhoneOf(string phone) => phone.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? phone[4..].Split(';')[0] : phone;

    /// <summary>19960415 and 1996-04-15T00:00:00Z are the day 1996-04-15; a birthday without its year stays as it is, and is told as no date.</summary>
    private static string DayOf(string birth)
    {
        var day = birth.Split('T')[0];
        return day.Length == 8 && day.All(char.IsAsciiDigit) ? $"{day[..4]}-{day[4..6]}-{day[6..]}" : day;
    }
}
