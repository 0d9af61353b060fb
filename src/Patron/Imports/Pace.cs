using Patron.Imports.Contracts;

namespace Patron.Imports;

internal static class Pace
{
    /// <summary>Rows a second so far, and how long the rest takes at that pace.</summary>
    public static ImportProgress Of(long done, long? total, TimeSpan elapsed)
    {
        var perSecond = elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;
        return new(done, total, perSecond, total is { } all && perSecond > 0 ? TimeSpan.FromSeconds(Math.Max(0, all - done) / perSecond) : null);
    }
}
