using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;

namespace Patron.Insights.FitLifetimes;

/// <summary>What is expected of each customer, as columns of the base, as of the reckoning day.</summary>
internal sealed class LifetimeColumns : IDerivesColumns
{
    /// <summary>The probability of still being a customer, in millionths.</summary>
    public static readonly NumberKey Alive = new("alive");

    /// <summary>Purchases within the horizon, in millionths.</summary>
    public static readonly NumberKey Purchases = new("expected-purchases");

    /// <summary>Discounted revenue within the horizon, micros of the reporting currency.</summary>
    public static readonly NumberKey Value = new("expected-value");

    private volatile LifetimeBook? book;

    public IReadOnlyList<NumberKey> Keys { get; } = [Alive, Purchases, Value];

    /// <summary>The models in use; null until some are fitted.</summary>
    public LifetimeBook? Book { get => book; set => book = value; }

    public DeriveRow? Begin(CustomerBaseSnapshot snapshot)
    {
        if (book is not { Result.Whole: not null } now) return null;
        return (index, values) =>
        {
            if (now.Of(snapshot, index) is not { } forecast) return;
            values[0] = ToMicros(forecast.Alive);
            values[1] = ToMicros(forecast.Purchases);
            values[2] = ToMicros(forecast.Value);
        };
    }

    /// <summary>Amounts beyond all money are written as the most that a column holds.</summary>
    public static long ToMicros(double units) => (long)Math.Clamp(Math.Round(units * Micros.PerUnit), 0, 9e17);
}
