namespace Patron.Analytics.Base;

internal static class QueryEvaluation
{
    public static Bitmap Select(CustomerBaseSnapshot snapshot, CustomerQuery query, Bitmap? visibleTo, int asOf) => throw new NotImplementedException();
    public static int Count(CustomerBaseSnapshot snapshot, CustomerQuery query, Bitmap? visibleTo, int asOf) => throw new NotImplementedException();
}
