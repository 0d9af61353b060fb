using Patron.Data;

namespace Patron.IdentityResolution.ReviewPairs;

/// <summary>Pairs of records that went; and the models with the last record, for there is nothing left that they were learnt from.</summary>
internal sealed class ForgetsMatches : IForgetsSources
{
    // After the records themselves.
    public int Order => 45;

    public async Task Forget(BulkSession session, ForgottenSources what, CancellationToken ct)
    {
        if (what.Sources.Count == 0) return;
        var gone = string.Join(',', what.SourceIds);
        await session.Execute($"delete from {IdentityTables.ReviewPairs} where first_source in ({gone}) or second_source in ({gone})", ct);
        await session.Execute($"delete from {IdentityTables.Models} where not exists (select 1 from {IdentityTables.Records})", ct);
    }
}
