using Patron.Data;

namespace Patron.Quality.ReckonQuality;

/// <summary>Measurements and limits of sources that go; the flaws of their records go with the records.</summary>
internal sealed class ForgetsQuality : IForgetsSources
{
    public int Order => 5;

    public async Task Forget(BulkSession session, ForgottenSources what, CancellationToken ct)
    {
        if (what.Sources.Count == 0) return;
        foreach (var table in (string[])[QualityMeasureTable.Name, QualityLimitTable.Name])
            await session.Execute($"delete from {table} where source_id in ({string.Join(',', what.SourceIds)})", ct);
    }
}
