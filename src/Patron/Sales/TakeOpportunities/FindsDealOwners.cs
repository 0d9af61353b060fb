using Patron.Data;
using Patron.Kernel;

namespace Patron.Sales.TakeOpportunities;

/// <summary>Users who have come may be the owners whom files have named before: deals keep the name beside the user.</summary>
internal sealed class FindsDealOwners : IAwaitsUsers
{
    public async Task Arrived(BulkSession session, IReadOnlyList<ArrivedUser> users, CancellationToken ct)
    {
        var waiting = await Waiting(session, ct);
        var byName = new Dictionary<string, UserId>(StringComparer.OrdinalIgnoreCase);
        foreach (var user in users)
        {
            byName.TryAdd(user.Name, user.Id);
            if (user.Email is { } email) byName[email] = user.Id;
        }
        foreach (var name in waiting)
            if (byName.TryGetValue(name, out var user)) await Own(session, "owner_id is null and owner_name = @name", user.Value, name, ct);
    }

    public async Task Left(BulkSession session, IReadOnlyList<UserId> users, CancellationToken ct)
    {
        foreach (var some in users.Chunk(1_000))
        {
            await using var command = session.Command();
            command.CommandText = $"update {OpportunityTable.Name} set owner_id = null, version = version + 1 where owner_name is not null and owner_id in {command.In("@users", some.Select(u => u.Value))}";
            await command.ExecuteNonQueryAsync(ct);
        }
        session.Tell(Topics.Sales);
    }

    /// <summary>The names that files gave for whom nobody was known.</summary>
    private static async Task<List<string>> Waiting(BulkSession session, CancellationToken ct)
    {
        var names = new List<string>();
        await using var command = session.Command($"select distinct owner_name from {OpportunityTable.Name} where owner_id is null and owner_name is not null");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>Steps that stood without an owner, for the same reason, get the same: how an owner does is learnt from them.</summary>
    private static async Task Own(BulkSession session, string where, long user, string name, CancellationToken ct)
    {
        await session.Execute($"update {DealStepTable.Name} set owner_id = @user where owner_id is null and (customer_id, opportunity_id) in (select customer_id, id from {OpportunityTable.Name} where {where})", ct, ("@user", user), ("@name", name));
        await session.Execute($"update {OpportunityTable.Name} set owner_id = @user, version = version + 1 where {where}", ct, ("@user", user), ("@name", name));
        session.Tell(Topics.Sales);
    }
}
