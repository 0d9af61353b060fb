using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Sales.KeepLeads;

namespace Patron.Sales.ShowLeads;

/// <summary>The leads of a list, or all, with headings that are the import's fields; behind them what came of each.</summary>
internal sealed class LeadExport(IDbContextFactory<PatronDb> contexts, LeadReads reads, ICustomerReads customers, IUserNames users, TimeProvider clock) : IExport
{
    private const int AtOnce = 2_000;
    private static readonly string[] Headings =
    [
        "id", "name", "company", "email", "phone", "country", "language", "source", "source_kind", "source_cost", "interested_in", "lead_owner", "budget", "need", "decider", "soon", "lead_at", "state", "score", "deal",
    ];

    public string Kind => "leads";

    public async Task Write(TextWriter output, string? what, UserId? user, Sentences sentences, CancellationToken ct)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(what);
        var address = LeadAddress.Of(query, name => query.TryGetValue(name, out var value) ? value.ToString() : name == LeadAddress.StateOf && string.IsNullOrEmpty(what) ? LeadAddress.Everything : null);
        var (buffer, now) = (new StringBuilder(), clock.GetUtcNow());
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var own = await RowFields.Read(session.Db, RowSubject.Lead, ct);
        CsvLines.Write(buffer, [.. Headings, .. own.All.Select(f => f.Key)]);
        var (rules, sources) = (await LeadRules.Read(session.Db, ct), (await LeadSources.Read(session.Db, ct)).All.ToDictionary(s => s.Id));
        foreach (var keys in (await reads.Keys(session, address, rules, user, int.MaxValue, 0, ct)).Chunk(AtOnce))
        {
            var cards = await customers.Find([.. keys.Select(k => new CustomerId(k.Customer)).Distinct()], ct);
            var shown = await LeadReads.Shown(session, keys, rules, now, ct);
            var owners = await users.Of([.. shown.Select(s => s.Lead.OwnerId).OfType<UserId>().Distinct()], ct);
            foreach (var (lead, score) in shown)
            {
                var (golden, source) = (cards.GetValueOrDefault(lead.CustomerId)?.Golden, sources.GetValueOrDefault(lead.Source));
                var values = RowValues.Read(lead.Custom);
                CsvLines.Write(buffer, [lead.CustomerId.ToString(), golden?.Name, golden?.Company, golden?.Email, golden?.Phone, golden?.Country, golden?.Language,
                    source?.Name, source?.Kind.ToString().ToLowerInvariant(), source is null ? null : Micros.ToUnits(source.Cost).ToString("0.######", CultureInfo.InvariantCulture), lead.Interest,
                    lead.OwnerId is { } owner ? owners.GetValueOrDefault(owner) : null, Said(lead.Budget), Said(lead.Need), Said(lead.Decider), Said(lead.Soon),
                    lead.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), lead.State.ToString().ToLowerInvariant(), score.ToString(), lead.OpportunityId?.ToString(), .. own.All.Select(f => values.GetValueOrDefault(f.Key))]);
            }
            await output.WriteAsync(buffer, ct);
            buffer.Clear();
        }
        await output.WriteAsync(buffer, ct);
        await output.FlushAsync(ct);
    }

    private static string? Said(Answer answer) => answer switch { Answer.Yes => "yes", Answer.No => "no", _ => null };
}
