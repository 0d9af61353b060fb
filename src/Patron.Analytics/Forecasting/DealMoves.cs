namespace Patron.Analytics.Forecasting;

public enum DealStanding { Open = 1, Won = 2, Lost = 3 }

/// <summary>A deal as it stood at the end of a day.</summary>
/// <param name="Value">In whole small units of one currency.</param>
/// <param name="Expected">Day number on which it is expected to end; null is not told.</param>
public readonly record struct DealAt(long Deal, DealStanding Standing, long Value, int? Expected);

/// <summary>Why the open sum is another: the order in which a report shows it.</summary>
public enum MoveKind { New = 1, Reopened = 2, PulledIn = 3, Up = 4, Down = 5, Slipped = 6, Won = 7, Lost = 8 }

/// <param name="Change">What it adds to the open sum; below nought what it takes away.</param>
public readonly record struct DealMove(long Deal, MoveKind Kind, long Change);

/// <summary>The open sum of two days and what lies between: <see cref="Opening"/> + all changes = <see cref="Closing"/>.</summary>
public sealed record DealBridge(long Opening, long Closing, IReadOnlyList<DealMove> Moves)
{
    public long Sum(MoveKind kind) => Moves.Where(m => m.Kind == kind).Sum(m => m.Change);

    public int Count(MoveKind kind) => Moves.Count(m => m.Kind == kind);
}

/// <summary>What moved between two days, deal by deal.</summary>
public static class DealMoves
{
    /// <summary>
    /// A deal counts on a day if it is open then and, where a last day is given, expected to end by it. One that was won is first brought to the value at which it
    /// was won (up or down) and then taken away; one that was lost goes at the value it had. One that began and ended in between comes and goes.
    /// Without a last day, one whose end is expected later than before has slipped with no change of the sum.
    /// </summary>
    /// <param name="before">Each deal once; those that were not open may be left out where they are not open afterwards either.</param>
    /// <param name="after">Each deal once: all that are open, and all that ended in between.</param>
    /// <param name="lastDay">Day number; null counts every open deal.</param>
    public static DealBridge Between(IEnumerable<DealAt> before, IEnumerable<DealAt> after, int? lastDay = null)
    {
        var was = before.ToDictionary(d => d.Deal);
        var (moves, closing) = (new List<DealMove>(), 0L);
        var opening = was.Values.Where(Counts).Sum(d => d.Value);
        foreach (var now in after)
        {
            if (Counts(now)) closing += now.Value;
            if (!was.TryGetValue(now.Deal, out var then)) Came(now);
            else if (then.Standing != DealStanding.Open) { if (Counts(now)) moves.Add(new(now.Deal, MoveKind.Reopened, now.Value)); }
            else if (Counts(then)) Stayed(then, now);
            else if (Counts(now) || now.Standing == DealStanding.Won)
            {
                moves.Add(new(now.Deal, MoveKind.PulledIn, now.Value));
                if (now.Standing == DealStanding.Won) moves.Add(new(now.Deal, MoveKind.Won, -now.Value));
            }
        }
        return new(opening, closing, moves);

        bool Counts(DealAt deal) => deal.Standing == DealStanding.Open && (lastDay is null || deal.Expected <= lastDay);

        void Came(DealAt now)
        {
            if (now.Standing == DealStanding.Open && !Counts(now)) return;
            moves.Add(new(now.Deal, MoveKind.New, now.Value));
            if (now.Standing != DealStanding.Open) moves.Add(new(now.Deal, now.Standing == DealStanding.Won ? MoveKind.Won : MoveKind.Lost, -now.Value));
        }

        void Stayed(DealAt then, DealAt now)
        {
            if (now.Standing == DealStanding.Lost) moves.Add(new(now.Deal, MoveKind.Lost, -then.Value));
            else if (now.Standing == DealStanding.Open && !Counts(now)) moves.Add(new(now.Deal, MoveKind.Slipped, -then.Value));
            else
            {
                if (now.Value != then.Value) moves.Add(new(now.Deal, now.Value > then.Value ? MoveKind.Up : MoveKind.Down, now.Value - then.Value));
                if (now.Standing == DealStanding.Won) moves.Add(new(now.Deal, MoveKind.Won, -now.Value));
                else if (now.Expected > then.Expected) moves.Add(new(now.Deal, MoveKind.Slipped, 0));
            }
        }
    }
}
