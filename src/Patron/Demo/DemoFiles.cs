using System.Text;
using Bogus;

namespace Patron.Demo;

/// <summary>A file of the demo has been written.</summary>
internal sealed record DemoFileWritten(string FileName, int Rows);

/// <summary>Writes what the demo's systems would export about the same people, and the truth beside it. The same bytes every time, but for what is open: that hangs on the day of loading.</summary>
internal static class DemoFiles
{
    private const int Seed = 20_110_630;

    /// <summary>Fills the folder with the accounts, the cards, the newsletter, what was done and agreed with them, and the truth; the orders are read where they are packed.</summary>
    /// <param name="today">The day of loading: what is open lies around it.</param>
    /// <param name="staff">Who does the work.</param>
    public static void Write(string folder, DateOnly today, DemoStaff staff, IProgress<DemoFileWritten>? progress = null)
    {
        Directory.CreateDirectory(folder);
        var people = People();
        // Each system has chance of its own, so that a change to one leaves the others as they were.
        SourceRow[] accounts = [.. new AccountRows(new Randomizer(Seed + 1)).Rows(people)];
        SourceRow[] cards = [.. new CardRows(new Randomizer(Seed + 2)).Rows(people)];
        SourceRow[] subscribers = [.. new NewsletterRows(new Randomizer(Seed + 3)).Rows(people)];

        Save(DemoCatalogue.AccountsFile, ',', AccountRows.Header, accounts.Select(r => r.Cells));
        Save(DemoCatalogue.CardsFile, ';', CardRows.Header, cards.Select(r => r.Cells));
        Save(DemoCatalogue.NewsletterFile, '\t', NewsletterRows.Header, subscribers.Select(r => r.Cells));
        Save(DemoCatalogue.ContactsFile, ',', ContactRows.Header, new ContactRows(new Randomizer(Seed + 4), staff).Rows(people));
        Save(DemoCatalogue.TicketsFile, ',', TicketRows.Header, new TicketRows(new Randomizer(Seed + 5), today, staff).Rows(people));
        string[][] deals = [.. new DealRows(new Randomizer(Seed + 6), today, staff).Rows(people)];
        Save(DemoCatalogue.DealsFile, ',', DealRows.Header, deals);
        Save(DemoCatalogue.TasksFile, ',', TaskRows.Header, new TaskRows(new Randomizer(Seed + 7), today, staff).Rows(people));
        Save(DemoCatalogue.LeadsFile, ',', LeadRows.Header, new LeadRows(new Randomizer(Seed + 8), today).Rows(people, deals));
        Save(DemoCatalogue.HandOversFile, ',', HandOverRows.Header, new HandOverRows(new Randomizer(Seed + 9), today, staff).Rows(people));
        Save(DemoCatalogue.ObjectionsFile, ',', ObjectionRows.Header, new ObjectionRows(new Randomizer(Seed + 10), staff).Rows(people));
        Save(DemoCatalogue.AgreementsFile, ',', AgreementRows.Header, new AgreementRows(new Randomizer(Seed + 11), today).Rows(people));
        Save(DemoCatalogue.RelationsFile, ',', RelationRows.Header, new RelationRows(new Randomizer(Seed + 12)).Rows(people));
        Save(DemoCatalogue.TruthFile, ',', Truth.Header, Truth.Rows([.. accounts, .. cards, .. subscribers]));

        void Save(string name, char delimiter, string[] header, IEnumerable<string[]> rows)
        {
            var written = WriteTable(Path.Combine(folder, name), delimiter, header, rows);
            progress?.Report(new DemoFileWritten(name, written));
        }
    }

    private static Person[] People()
    {
        var random = new Randomizer(Seed);
        var people = new PeopleMaker(new DemoLists(), random).Make();
        var traps = new TrapMaker(random);
        var contacts = new ContactMaker(random);
        traps.Choose(people);
        for (var i = 0; i < people.Length; i++)
            people[i] = contacts.Give(people[i]);
        traps.Share(people, contacts);
        return people;
    }

    private static int WriteTable(string path, char delimiter, string[] header, IEnumerable<string[]> rows)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        var written = -1;
        foreach (var row in rows.Prepend(header))
        {
            file.WriteLine(string.Join(delimiter, row.Select(cell => Quoted(cell, delimiter))));
            written++;
        }
        return written;
    }

    // No cell of the demo has a quote or a line break in it; a delimiter it may have.
    private static string Quoted(string cell, char delimiter) => cell.Contains(delimiter) ? $"\"{cell}\"" : cell;
}
