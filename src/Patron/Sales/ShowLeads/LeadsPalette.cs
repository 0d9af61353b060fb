using System.Security.Claims;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.KeepLeads;
using Patron.Sales.ShowBoard;
using Patron.Web.Contracts;

namespace Patron.Sales.ShowLeads;

/// <summary>Leads that are not done, by what they are interested in or their number, in the palette; each leads to its customer.</summary>
internal sealed class LeadsPalette(Microsoft.EntityFrameworkCore.IDbContextFactory<PatronDb> contexts, BoardReads board, ICurrentUser who, TimeProvider clock) : IPaletteSource
{
    private const int Most = 5, Looked = 50, Shortest = 3, Longest = 200;

    public int Order => 33;

    public async ValueTask<IReadOnlyList<PaletteHit>> Find(string text, ClaimsPrincipal user, CancellationToken ct)
    {
        var words = text.Trim();
        if (words.Length is < Shortest or > Longest || !who.Can(Permissions.ReadCustomers)) return [];
        var (found, seen) = (new List<(long Customer, long Id, string Interest)>(), board.Seen(who.Id));
        await using (var session = await BulkSession.BeginReading(contexts, clock, ct))
        {
            await using var command = session.Command($"""
                select customer_id, id, interest from {LeadTable.Name} where state < {(int)LeadState.Done} and (number = @number or lower(interest) like @words escape '\') order by created_at desc, id limit {Looked}
                """);
            command.Add("@number", words);
            command.Add("@words", "%" + words.ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%");
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                if (seen(reader.GetInt64(0))) found.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2)));
        }
        var names = await board.Names([.. found.Take(Most).Select(f => (f.Customer, f.Id, (long?)null, (long?)null))], ct);
        return [.. found.Take(Most).Select(f => new PaletteHit(f.Interest, Web.Urls.Customer(new CustomerId(f.Customer).ToString()), "user-plus", names.Customers.GetValueOrDefault(new(f.Customer))))];
    }
}
