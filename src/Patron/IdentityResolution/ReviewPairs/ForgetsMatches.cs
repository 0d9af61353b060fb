using Patron.Data;

namespace Patron.IdentityResolution.ReviewPairs;

/// <summary>Pairs of records that went; and the models, which were learnt from them as well: the next run learns anew from what is left.</summary>
internal sealed class ForgetsMatches : IForgetsSources
{
    // After the records themselves.
    public int Order => 45;

    public async Task Forget(BulkSession session, ForgottenSources what, CancellationToken ct)
    {
        if (what.Sources.Count == 0) return;
        var gone = string.Join(',', what.SourceIds);
        await session.Execute($"delete from {IdentityTables.ReviewPairs} where first_source in ({gone}) or second_source in ({gone})", ct);
        await session.Execute($"delete from {IdentityTables.Models}", ct);
    }
}
