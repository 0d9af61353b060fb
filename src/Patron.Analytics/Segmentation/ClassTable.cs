namespace Patron.Analytics.Segmentation;

/// <summary>What the customers of one class, or of two classes at once, bring in a year.</summary>
/// <param name="Customers">All of them.</param>
/// <param name="Buyers">Those who bought in the year.</param>
/// <param name="Orders">Orders of the year.</param>
/// <param name="Sales">Of the year; micros.</param>
/// <param name="Before">Sales of the year before; micros.</param>
/// <param name="Profit">Of the year; micros.</param>
public readonly record struct ClassTotals(int Customers, int Buyers, long Orders, long Sales, long Before, long Profit)
{
    /// <summary>Profit for each unit of sales; null without sales.</summary>
    public double? Margin => Sales > 0 ? (double)Profit / Sales : null;

    /// <summary>Sales against those of the year before, less 1; null without the latter.</summary>
    public double? Growth => Before > 0 ? (double)Sales / Before - 1 : null;

    /// <summary>Both together.</summary>
    public static ClassTotals operator +(ClassTotals a, ClassTotals b) =>
        new(a.Customers + b.Customers, a.Buyers + b.Buyers, a.Orders + b.Orders, a.Sales + b.Sales, a.Before + b.Before, a.Profit + b.Profit);
}

/// <summary>What each customer brings, by index; arrays of one length.</summary>
public sealed record CustomersYear(int[] Orders, long[] Sales, long[] Before, long[] Profit);

/// <summary>Customers sorted into the classes of one variable, or of two at once.</summary>
public sealed class ClassTable
{
    private readonly ClassTotals[,] cells;

    private ClassTable(ClassTotals[,] cells) => this.cells = cells;

    /// <summary>The totals of a class of the first variable and one of the second; with one variable the second is 0.</summary>
    public ClassTotals this[int row, int column] => cells[row, column];

    /// <summary>Classes of the first variable.</summary>
    public int Rows => cells.GetLength(0);

    /// <summary>Classes of the second; 1 without one.</summary>
    public int Columns => cells.GetLength(1);

    /// <summary>A class of the first variable as a whole.</summary>
    public ClassTotals Row(int row)
    {
        var sum = default(ClassTotals);
        for (var column = 0; column < Columns; column++) sum += cells[row, column];
        return sum;
    }

    /// <summary>A class of the second variable as a whole.</summary>
    public ClassTotals Column(int column)
    {
        var sum = default(ClassTotals);
        for (var row = 0; row < Rows; row++) sum += cells[row, column];
        return sum;
    }

    /// <summary>Everybody.</summary>
    public ClassTotals All
    {
        get
        {
            var sum = default(ClassTotals);
            for (var row = 0; row < Rows; row++) sum += Row(row);
            return sum;
        }
    }

    /// <summary>Counts the members.</summary>
    /// <param name="members">Customer indexes.</param>
    /// <param name="rowOf">The class of a customer, 0 to rows - 1.</param>
    /// <param name="columnOf">The same of the second variable; null without one.</param>
    public static ClassTable Of(IEnumerable<int> members, CustomersYear year, Func<int, int> rowOf, int rows, Func<int, int>? columnOf = null, int columns = 1)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(year);
        ArgumentNullException.ThrowIfNull(rowOf);
        var cells = new ClassTotals[rows, columns];
        foreach (var at in members)
            cells[rowOf(at), columnOf?.Invoke(at) ?? 0] += new ClassTotals(1, year.Orders[at] > 0 ? 1 : 0, year.Orders[at], year.Sales[at], year.Before[at], year.Profit[at]);
        return new(cells);
    }
}
