namespace Patron.Analytics.Base;

/// <summary>How append-only arrays grow: by a quarter, so that a million rows do not suddenly become two.</summary>
internal static class Growing
{
    public static T[] To<T>(T[] old, int needed, T fill = default!)
    {
        var grown = GC.AllocateUninitializedArray<T>((int)Math.Min(Array.MaxLength, Math.Max(needed, old.Length + (long)old.Length / 4 + 64)));
        old.CopyTo(grown, 0);
        grown.AsSpan(old.Length).Fill(fill);
        return grown;
    }
}
