using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Interactions.KeepContacts;
using Patron.Interactions.ListContacts;
using Patron.Kernel;
using Patron.Reports.Contracts;

namespace Patron.Interactions.ReportActivity;

/// <summary>Contacts of a period by kind, by person and by week: every interaction but notes, of customers whom the asker may see.</summary>
internal sealed class ActivityReport(IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, IVisibility visibility, IUserNames users, TimeProvider clock) : IReport
{
    public string Key => "activity";
    public string Title => "interactions.report.title";
    public int Order => 10;

    public async Task<ReportSheet> Of(ReportScope scope, CancellationToken ct)
    {
        var text = scope.Sentences;
        var contacts = await Read(scope, ct);
        var names = await users.Of([.. contacts.Select(c => c.Agent).OfType<UserId>().Distinct()], ct);
        ReportColumn n = new("contacts", text["interactions.report.contacts"], ReportUnit.Count), customers = new("customers", text["interactions.report.customers"], ReportUnit.Count);
        return new(text.Get("interactions.report.says", new { n = contacts.Count, customers = contacts.Select(c => c.Customer).Distinct().Count(), people = names.Count }),
        [
            new("by-kind", text["interactions.report.kinds"], [new("kind", text["interactions.report.kind"], ReportUnit.Text), n, customers],
                [.. contacts.GroupBy(c => c.Kind).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => Line(ContactReads.KindText(g.Key, text), g) with { Href = string.Create(CultureInfo.InvariantCulture, $"{ContactsUrl.List}?{ContactFilter.KindOf}={Uri.EscapeDataString(g.Key)}&{ContactFilter.FromOf}={scope.From:yyyy-MM-dd}&{ContactFilter.ToOf}={scope.To:yyyy-MM-dd}") })]),
            new("by-person", text["interactions.report.people"], [new("person", text["interactions.report.person"], ReportUnit.Text), n, customers],
                [.. contacts.GroupBy(c => c.Agent is { } agent ? names.GetValueOrDefault(agent) : null).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => Line(g.Key ?? text["interactions.report.nobody"], g))]),
            new("by-week", text["interactions.report.weeks"], [new("week", text["interactions.report.week"], ReportUnit.Text), n, customers],
                [.. contacts.GroupBy(c => c.Monday).OrderBy(g => g.Key).Select(g => Line(g.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), g))]),
        ]);
    }

    private static ReportLine Line(string name, IEnumerable<Counted> contacts) => new([name, (long)contacts.Count(), (long)contacts.Select(c => c.Customer).Distinct().Count()]);

    /// <param name="Monday">On which its week began.</param>
    private readonly record struct Counted(long Customer, string Kind, UserId? Agent, DateOnly Monday);

    private async Task<List<Counted>> Read(ReportScope scope, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var snapshot = customerBase.Current;
        var visible = visibility.Set(snapshot, scope.Asker);
        var (found, kinds) = (new List<Counted>(), new Dictionary<string, string>(StringComparer.Ordinal));
        await using var command = session.Command();
        // The condition of the list, so that it shows what is counted here.
        var period = new ContactFilter(null, null, null, scope.From, scope.To, null).Where(command, scope.Organisation.Zone, null);
        command.CommandText = $"select i.customer_id, i.kind, i.agent, i.at from {InteractionStore.Table} i where {period}";
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var customer = row.GetInt64(0);
            if (visible is not null && !(snapshot.TryIndex(customer, out var at) && visible.Get(at))) continue;
            var kind = row.GetString(1);
            if (!kinds.TryGetValue(kind, out var one)) kinds[kind] = one = kind;
            var day = DateOnly.FromDayNumber(Instants.DayNumber(row.GetInstant(3), scope.Organisation.Zone));
            found.Add(new(customer, one, row.IsDBNull(2) ? null : new(row.GetInt64(2)), day.AddDays(-(((int)day.DayOfWeek + 6) % 7))));
        }
        return found;
    }
}
