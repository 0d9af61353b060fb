using Patron.Data;

namespace Patron.Quality;

/// <summary>What the whole organisation calls fresh.</summary>
/// <param name="FreshDays">What a source said or changed within so many days is fresh.</param>
internal sealed record QualitySettings(int FreshDays)
{
    public const int LeastDays = 1, MostDays = 3_650;

    /// <summary>Measurements of the last so many days are all kept, of older days the last of each.</summary>
    public const int DaysInFull = 30;
    public const string Key = "quality";
    public static readonly QualitySettings Default = new(365);

    public static async Task<QualitySettings> Read(PatronDb db, CancellationToken ct) => await db.Read<QualitySettings>(Key, ct) ?? Default;
}
